package dev.drover.member;

import dev.drover.database.Rows;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The last listing of each provider. */
@Component
class Observations {
    /** As the planner has it: three intervals, or three times what the listing took if that is longer. */
    private static final String GOOD_UNTIL =
            "started_at + 3 * greatest(interval_ms, duration_ms) * interval '1 millisecond'";

    private final JdbcClient jdbc;

    Observations(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A whole listing.
     *
     * @param now when it has ended
     * @return whether it is the first good one, or the one before it was too old to prove anything when this one ended
     */
    boolean whole(Listing listing, Instant now, boolean allMissing) {
        boolean recovered = !good(listing.provider(), now);
        jdbc.sql("""
                insert into observation as t (provider, started_at, duration_ms, interval_ms, all_missing_since, attempted_at)
                values (:provider, :begun, :duration, :interval, case when :allMissing then :begun::timestamptz end, :begun)
                on conflict (provider) do update
                   set started_at = excluded.started_at, duration_ms = excluded.duration_ms,
                       interval_ms = excluded.interval_ms, attempted_at = excluded.attempted_at, error = null, too_old = false,
                       all_missing_since = case when :allMissing
                           then coalesce(t.all_missing_since, excluded.all_missing_since) end
                """)
                .param("provider", listing.provider())
                .param("begun", Rows.timestamp(listing.begun()))
                .param("duration", Duration.between(listing.begun(), now).toMillis())
                .param("interval", listing.interval().toMillis())
                .param("allMissing", allMissing)
                .update();
        return recovered;
    }

    /** Whether passes may have used the last whole listing all the time until now. */
    private boolean good(String provider, Instant now) {
        return jdbc.sql("select exists (select from observation where provider = :provider and not too_old and "
                        + GOOD_UNTIL + " > :now)")
                .param("provider", provider)
                .param("now", Rows.timestamp(now))
                .query(Boolean.class)
                .single();
    }

    /**
     * No listing.
     *
     * @return whether the last whole one has become too old, and nobody has been told
     */
    boolean failed(Listing listing, Instant now, String error) {
        jdbc.sql("""
                insert into observation (provider, interval_ms, attempted_at, error)
                values (:provider, :interval, :begun, :error)
                on conflict (provider) do update
                   set attempted_at = excluded.attempted_at, error = excluded.error
                """)
                .param("provider", listing.provider())
                .param("begun", Rows.timestamp(listing.begun()))
                .param("interval", listing.interval().toMillis())
                .param("error", error)
                .update();
        int written = jdbc.sql("update observation set too_old = true where provider = :provider and not too_old and "
                        + GOOD_UNTIL + " <= :now")
                .param("provider", listing.provider())
                .param("now", Rows.timestamp(now))
                .update();
        return written > 0;
    }

    /** All groups that have members at the provider. */
    List<Long> groups(String provider) {
        return jdbc.sql("select distinct group_id from member where provider = :provider and state <> 'ENDED'")
                .param("provider", provider)
                .query(Long.class)
                .list();
    }

    /** Groups that wait for what a listing begun now may prove, though it shows nothing new. */
    List<Long> awaiting(String provider, Instant begun) {
        return jdbc.sql("""
                select m.group_id
                  from member m join action a on a.group_id = m.group_id and a.member = m.number
                 where m.provider = :provider and m.state = 'LEAVING'
                   and a.kind = 'DESTROY' and a.state = 'DONE' and a.closed_at <= :begun
                union
                select group_id from action
                 where provider = :provider and state = 'UNKNOWN' and kind = 'PROVISION' and deadline <= :begun
                union
                select group_id from member
                 where provider = :provider and state = 'RUNNING' and missing_since is not null
                """)
                .param("provider", provider)
                .param("begun", Rows.timestamp(begun))
                .query(Long.class)
                .list();
    }
}
