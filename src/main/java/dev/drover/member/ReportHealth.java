package dev.drover.member;

import dev.drover.database.Rows;
import dev.drover.history.Event;
import dev.drover.history.EventType;
import dev.drover.history.History;
import dev.drover.spec.Durations;
import dev.drover.spec.MemberId;
import dev.drover.spec.UpdatePolicy;
import dev.drover.web.Asker;
import dev.drover.web.Problem;
import dev.drover.web.ProblemType;
import dev.drover.work.DatabaseClock;
import dev.drover.work.Wakes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Takes in what somebody outside says of a member's health. A fact, not a command: nothing is fenced. It counts beside probe
 * and flavor until its time to live is over.
 */
@Component
class ReportHealth {
    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final History history;
    private final Wakes wakes;
    private final DatabaseClock clock;

    ReportHealth(
            JdbcClient jdbc, TransactionOperations transactions, History history, Wakes wakes, DatabaseClock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.history = history;
        this.wakes = wakes;
        this.clock = clock;
    }

    /**
     * The same status said again lives on since it was said first.
     *
     * @param status HEALTHY, UNHEALTHY or UNKNOWN
     */
    void report(MemberId id, String status, String reason, Duration ttl, Asker asker) {
        transactions.executeWithoutResult(transaction -> {
            Instant now = clock.now();
            long group = write(id, status, reason, now, now.plus(ttl));
            history.append(List.of(new Event(
                    group,
                    id.number(),
                    EventType.HEALTH_REPORTED,
                    now,
                    null,
                    asker.actor(),
                    id + " is " + status.toLowerCase(Locale.ROOT) + " as " + asker.actor() + " says, for "
                            + Durations.format(ttl) + ": " + reason,
                    asker.provenance())));
            wakes.wake(List.of(group));
        });
    }

    /** What was ready until somebody said otherwise has been ready once. */
    private long write(MemberId id, String status, String reason, Instant now, Instant until) {
        return jdbc.sql("""
                with r as (
                    select m.group_id, m.number,
                           m.phase = 'RUNNING' and m.missing_since is null
                           and (m.report_status is null or m.report_status = 'HEALTHY' or m.report_until <= :now)
                           and case when %s
                                    then m.probe_status = 'HEALTHY' and m.probe_since + :minReady::interval <= :now
                                    else m.phase_since + :minReady::interval <= :now end as ready,
                           m.report_status = :status and m.report_until > :now as again
                      from member m
                      join fleet_group g on g.id = m.group_id
                      join declaration d on d.group_id = g.id and d.generation = g.generation
                     where g.name = :name and g.state <> 'DELETED' and m.number = :number and m.state <> 'ENDED'
                       for update of m)
                update member m
                   set report_status = :status, report_reason = :reason, report_until = :until,
                       report_since = case when r.again then m.report_since else :now end,
                       ever_ready = m.ever_ready or coalesce(r.ready, false),
                       fell_ill_at = case when :status = 'UNHEALTHY' and (m.ever_ready or r.ready)
                                               and r.again is not true then :now else m.fell_ill_at end
                  from r where m.group_id = r.group_id and m.number = r.number
                returning m.group_id
                """.formatted(Probed.SQL))
                .param("name", id.group().value())
                .param("number", id.number())
                .param("status", status)
                .param("reason", reason)
                .param("now", Rows.timestamp(now))
                .param("until", Rows.timestamp(until))
                .param("minReady", minReady(id).toString())
                .query(Long.class)
                .optional()
                .orElseThrow(() -> new Problem(ProblemType.BLOCKED, id + " has ended: nothing is left to report on"));
    }

    private Duration minReady(MemberId id) {
        return jdbc.sql("""
                select d.spec #>> '{update,minReady}'
                  from fleet_group g join declaration d on d.group_id = g.id and d.generation = g.generation
                 where g.name = :name and g.state <> 'DELETED'
                """)
                .param("name", id.group().value())
                .query((row, number) -> UpdatePolicy.minReady(row.getString(1)))
                .optional()
                .orElse(Duration.ZERO);
    }
}
