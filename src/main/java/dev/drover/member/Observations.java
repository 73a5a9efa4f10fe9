package dev.drover.member;

import dev.drover.database.Rows;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The last listing of each provider. */
@Component
class Observations {
    private final JdbcClient jdbc;

    Observations(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A whole listing.
     *
     * @return whether it is the first good one, or the one before it was too old to prove anything
     */
    boolean whole(Listing listing, Instant now, boolean allMissing) {
        boolean recovered = previous(listing)
                .map(it -> it.plus(listing.interval().multipliedBy(3)).isBefore(listing.begun()))
                .orElse(true);
        jdbc.sql("""
                insert into observation as t (provider, started_at, duration_ms, interval_ms, all_missing_since, attempted_at)
                values (:provider, :begun, :duration, :interval, case when :allMissing then :begun::timestamptz end, :begun)
                on conflict (provider) do update
                   set started_at = excluded.started_at, duration_ms = excluded.duration_ms,
                       interval_ms = excluded.interval_ms, attempted_at = excluded.attempted_at, error = null,
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

    private Optional<Instant> previous(Listing listing) {
        return jdbc.sql("select started_at from observation where provider = :provider and started_at is not null")
                .param("provider", listing.provider())
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }

    void failed(String provider, Instant begun, Duration interval, String error) {
        jdbc.sql("""
                insert into observation (provider, interval_ms, attempted_at, error)
                values (:provider, :interval, :begun, :error)
                on conflict (provider) do update
                   set attempted_at = excluded.attempted_at, error = excluded.error
                """)
                .param("provider", provider)
                .param("begun", Rows.timestamp(begun))
                .param("interval", interval.toMillis())
                .param("error", error)
                .update();
    }

    /** Groups that wait for what a listing begun now may prove, though it shows nothing new. */
    List<Long> awaiting(String provider, Instant begun) {
        return jdbc.sql("""
                select distinct m.group_id
                  from member m
                  join action a on a.group_id = m.group_id and a.member = m.number
                 where m.provider = :provider and m.state <> 'ENDED'
                   and ((a.kind = 'DESTROY' and a.state = 'DONE' and a.closed_at <= :begun)
                        or (a.kind = 'PROVISION' and a.state = 'UNKNOWN' and a.deadline <= :begun)
                        or (m.missing_since is not null and m.state = 'RUNNING'))
                """)
                .param("provider", provider)
                .param("begun", Rows.timestamp(begun))
                .query(Long.class)
                .list();
    }
}
