package dev.drover.reconcile;

import dev.drover.database.Rows;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What is planned and called at a provider, and when somebody has to look at it. */
@Component
class Backlog {
    /** Insurance: the replica that made the calls may have died with them. */
    private static final Duration AFTER_CALLED = Duration.ofSeconds(30);

    /** A replica may die after it has planned something and before it has made this job due. */
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final JdbcClient jdbc;

    Backlog(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Whether an action could be claimed now. */
    boolean claimable(String provider, Instant now) {
        return jdbc.sql("""
                select exists (
                    select from action a join fleet_group g on g.id = a.group_id
                     where a.provider = :provider and a.state = 'PLANNED' and a.not_before <= :now
                       and (a.epoch >= g.fence or a.kind = 'UNLABEL')
                       and (a.kind not in ('PROVISION', 'UNLABEL') or not exists (
                            select from provider_state p where p.name = a.provider and p.throttled_until > :now)))
                """)
                .param("provider", provider)
                .param("now", Rows.timestamp(now))
                .query(Boolean.class)
                .single();
    }

    /** @param whenShort how soon to look again while something is planned and due */
    Instant nextLook(String provider, Instant now, Duration whenShort) {
        return jdbc.sql("""
                select least(
                    (select min(greatest(not_before, :short)) from action where provider = :provider and state = 'PLANNED'),
                    (select min(greatest(called_at + :afterCalled::interval, :short)) from action
                      where provider = :provider and state = 'CALLED'),
                    (select min(greatest(coalesce(seek_after, :now), :short)) from action
                      where provider = :provider and state = 'UNKNOWN' and kind = 'PROVISION'),
                    :idle)
                """)
                .param("provider", provider)
                .param("now", Rows.timestamp(now))
                .param("short", Rows.timestamp(now.plus(whenShort)))
                .param("afterCalled", AFTER_CALLED.toString())
                .param("idle", Rows.timestamp(now.plus(IDLE)))
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }
}
