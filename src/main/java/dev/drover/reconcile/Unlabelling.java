package dev.drover.reconcile;

import dev.drover.database.Rows;
import dev.drover.history.EventType;
import dev.drover.work.DatabaseClock;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What becomes of an unlabel, which has no pass: its member has ended, and its group may have. Whatever it comes to but success, it
 * is PLANNED again for later; being adopted cancels it.
 */
@Component
class Unlabelling {
    /** Of an action {@code t}, at {@code :now}: 10 s, doubled with each attempt up to 5 min, and up to a quarter more. */
    static final String AGAIN_AT = """
            :now::timestamptz + least(interval '10 seconds' * power(2, least(t.attempts - 1, 5)), interval '5 minutes')
                                * (1 + abs(hashtext(t.id::text)::bigint) % 1000 / 4000.0)
            """;

    private final JdbcClient jdbc;
    private final DatabaseClock clock;

    Unlabelling(JdbcClient jdbc, DatabaseClock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** CALLED → PLANNED where the deadline has passed without an answer, whoever died with it. */
    void unanswered(String provider) {
        Instant now = clock.now();
        jdbc.sql("""
                with d as (
                    select group_id, id from action
                     where provider = :provider and state = 'CALLED' and kind = 'UNLABEL' and deadline <= :now
                       for update skip locked),
                a as (
                    update action t
                       set state = 'PLANNED', doubt = true, closed_at = :now, error = 'no answer in time',
                           error_kind = 'UNKNOWN_OUTCOME', not_before = %s
                      from d
                     where t.group_id = d.group_id and t.id = d.id and t.state = 'CALLED'
                    returning t.group_id, t.member, t.generation)
                insert into event (group_id, group_name, member, type, at, generation, message)
                select a.group_id, g.name, a.member, '%s', :now, a.generation,
                       'no answer in time to the unlabel: it may have happened'
                  from a join fleet_group g on g.id = a.group_id
                """.formatted(AGAIN_AT, EventType.OUTCOME_UNKNOWN.text()))
                .param("provider", provider)
                .param("now", Rows.timestamp(now))
                .update();
    }
}
