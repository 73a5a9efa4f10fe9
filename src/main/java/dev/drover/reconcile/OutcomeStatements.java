package dev.drover.reconcile;

import dev.drover.database.Rows;
import dev.drover.history.EventType;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.work.DatabaseClock;
import dev.drover.work.Job;
import dev.drover.work.Jobs;
import dev.drover.work.Wakes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Writes a batch of outcomes: one statement for each kind, with action, member and event together, in one transaction. An
 * outcome is accepted while its action is CALLED or UNKNOWN at the attempt that it belongs to; any other is a duplicate.
 */
@Component
class OutcomeStatements {
    /** For a provider that wants fewer calls, but does not say for how long. */
    private static final Duration THROTTLED = Duration.ofSeconds(10);

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final Wakes wakes;
    private final DatabaseClock clock;
    private final Jobs jobs;

    OutcomeStatements(
            JdbcClient jdbc, TransactionOperations transactions, Wakes wakes, DatabaseClock clock, Jobs jobs) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.wakes = wakes;
        this.clock = clock;
        this.jobs = jobs;
    }

    void write(List<Outcome> outcomes) {
        Instant now = clock.now();
        transactions.executeWithoutResult(transaction -> {
            provisioned(of(outcomes, Outcome.Provisioned.class), now);
            destroyed(of(outcomes, Outcome.Destroyed.class), now);
            failed(of(outcomes, Outcome.Failed.class), now);
            unknown(of(outcomes, Outcome.Unknown.class), now);
            wake(outcomes);
        });
        of(outcomes, Outcome.Provisioned.class).stream()
                .map(it -> it.claim().group())
                .distinct()
                .forEach(it -> jobs.dueSoon(Job.Name.PROBE, String.valueOf(it)));
        of(outcomes, Outcome.Destroyed.class).stream()
                .map(it -> it.claim().provider())
                .distinct()
                .forEach(it -> jobs.dueSoon(Job.Name.OBSERVE, it));
    }

    /** What went well comes in bursts, and a pass has little to say to each part of it. */
    private void wake(List<Outcome> outcomes) {
        Map<Boolean, List<Long>> groups = outcomes.stream()
                .collect(Collectors.partitioningBy(
                        Outcome.Provisioned.class::isInstance,
                        Collectors.mapping(it -> it.claim().group(), Collectors.toList())));
        wakes.wakeSoon(Objects.requireNonNull(groups.get(true)));
        wakes.wake(Objects.requireNonNull(groups.get(false)));
    }

    private static <T extends Outcome> List<T> of(List<Outcome> outcomes, Class<T> type) {
        return outcomes.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private void provisioned(List<Outcome.Provisioned> outcomes, Instant now) {
        write(outcomes.stream().map(Row::of).toList(), now, """
                a as (
                    update action t
                       set state = 'DONE', accepted = true, closed_at = :now, error = null, error_kind = null
                      from l
                     where t.group_id = l.group_id and t.id = l.id and l.state in ('CALLED', 'UNKNOWN')
                    returning t.group_id, t.member, t.generation, l.provider_id, l.phase, l.detail, l.addresses, l.ports),
                n as materialized (
                    select t.number, t.state, t.provider_id is not null as bound, a.*
                      from member t join a on a.group_id = t.group_id and a.member = t.number
                     order by t.group_id, t.number for update of t),
                m as (
                    update member t
                       set state = case n.state when 'CREATING' then 'RUNNING' else n.state end,
                           provider_id = n.provider_id, phase = n.phase, phase_detail = n.detail, phase_since = :now,
                           bound_at = :now, addresses = n.addresses, ports = n.ports, found = null
                      from n
                     where t.group_id = n.group_id and t.number = n.number and n.state <> 'ENDED' and not n.bound),
                f as (
                    delete from create_failure where group_id in (select group_id from a))
                insert into event (group_id, group_name, member, type, at, generation, message, data)
                select a.group_id, g.name, a.member, '%s', :now, a.generation, 'the provider made ' || a.provider_id,
                       case when a.phase <> 'RUNNING' then jsonb_build_object('phase', lower(a.phase)) end
                  from a join fleet_group g on g.id = a.group_id
                """.formatted(EventType.INSTANCE_PROVISIONED.text()));
    }

    private void destroyed(List<Outcome.Destroyed> outcomes, Instant now) {
        write(outcomes.stream().map(it -> Row.of(it.claim())).toList(), now, """
                a as (
                    update action t
                       set state = 'DONE', accepted = true, closed_at = :now, error = null, error_kind = null
                      from l
                     where t.group_id = l.group_id and t.id = l.id and l.state in ('CALLED', 'UNKNOWN')
                    returning t.group_id, t.member, t.generation)
                insert into event (group_id, group_name, member, type, at, generation, message)
                select a.group_id, g.name, a.member, '%s', :now, a.generation,
                       'the provider agreed to destroy it; a listing has to prove it'
                  from a join fleet_group g on g.id = a.group_id
                """.formatted(
                        EventType.INSTANCE_DESTROYED.text()));
    }

    private void failed(List<Outcome.Failed> outcomes, Instant now) {
        write(outcomes.stream().map(Row::of).toList(), now, """
                a as (
                    update action t
                       set state = 'FAILED', closed_at = :now, error = l.message, error_kind = l.failure
                      from l
                     where t.group_id = l.group_id and t.id = l.id and l.state in ('CALLED', 'UNKNOWN')
                    returning t.*),
                f as (
                    insert into create_failure as t (group_id, kind, rounds, since, last_at, jitter, message)
                    select distinct on (a.group_id, a.error_kind)
                           a.group_id, a.error_kind, 1, :now::timestamptz, :now::timestamptz,
                           abs(hashtext(a.id::text)::bigint) %% 1000 / 1000.0, a.error
                      from a where a.kind = 'PROVISION'
                    on conflict (group_id, kind) do update
                       set rounds = t.rounds + case when t.last_at < (
                               select min(a.called_at) from a where a.group_id = t.group_id and a.kind = 'PROVISION') then 1 else 0 end,
                           last_at = excluded.last_at, jitter = excluded.jitter, message = excluded.message),
                b as ( -- the group's other creates wait too, until a pass has seen the failure
                    update action w
                       set not_before = greatest(w.not_before, :now::timestamptz + interval '10 seconds')
                      from (select distinct group_id from a where kind = 'PROVISION') x
                     where w.group_id = x.group_id and w.kind = 'PROVISION' and w.state = 'PLANNED'),
                u as ( -- surely nothing was made, so that what was seen under its token is gone
                    update member t set found = null
                      from a
                     where a.kind = 'PROVISION' and t.group_id = a.group_id and t.number = a.member and t.found is not null),
                p as (
                    update provider_state t
                       set throttled_until = greatest(t.throttled_until, :now::timestamptz + x.throttled)
                      from (select provider, max(throttled_ms) * interval '1 millisecond' as throttled
                              from o where throttled_ms is not null group by provider) x
                     where t.name = x.provider)
                insert into event (group_id, group_name, member, type, at, generation, message)
                select a.group_id, g.name, a.member,
                       case a.kind when 'PROVISION' then '%s' else '%s' end, :now, a.generation,
                       'attempt ' || a.attempts || ' failed, ' || lower(replace(a.error_kind, '_', ' ')) || ': ' || a.error
                  from a join fleet_group g on g.id = a.group_id
                """.formatted(
                        EventType.PROVISIONING_FAILED.text(), EventType.DESTROY_FAILED.text()));
    }

    private void unknown(List<Outcome.Unknown> outcomes, Instant now) {
        write(outcomes.stream().map(Row::of).toList(), now, """
                a as (
                    update action t
                       set state = 'UNKNOWN', doubt = true, closed_at = :now, error = l.message,
                           error_kind = 'UNKNOWN_OUTCOME'
                      from l
                     where t.group_id = l.group_id and t.id = l.id and l.state = 'CALLED'
                    returning t.*)
                insert into event (group_id, group_name, member, type, at, generation, message)
                select a.group_id, g.name, a.member, '%s', :now, a.generation,
                       'whether the ' || case a.kind when 'PROVISION' then 'create' else 'destroy' end
                       || ' took effect is unknown: ' || a.error
                  from a join fleet_group g on g.id = a.group_id
                """.formatted(EventType.OUTCOME_UNKNOWN.text()));
    }

    /**
     * {@code o} are the outcomes; {@code l} are they as well, but their actions are locked, in the order in which everybody locks
     * them. What is locked is judged there, and then found by its key alone: given a condition more, a server that remembers
     * fewer open calls than there are looks through all of them for each outcome.
     */
    private void write(List<Row> rows, Instant now, String statement) {
        if (rows.isEmpty()) {
            return;
        }
        jdbc.sql("""
                with o as (
                    select * from unnest(
                            :groups::text[]::bigint[], :ids::text[]::uuid[], :attempts::text[]::integer[],
                            :providers::text[], :providerIds::text[], :phases::text[], :details::text[],
                            :addresses::text[]::jsonb[], :ports::text[]::jsonb[], :failures::text[], :messages::text[],
                            :throttled::text[]::bigint[])
                        as o(group_id, id, attempt, provider, provider_id, phase, detail, addresses, ports, failure,
                             message, throttled_ms)),
                l as materialized (
                    select o.*, t.state
                      from action t join o on o.group_id = t.group_id and o.id = t.id and o.attempt = t.attempts
                     order by t.group_id, t.id for update of t),
                """ + statement)
                .param("now", Rows.timestamp(now))
                .param("groups", Rows.column(rows, Row::groupId))
                .param("ids", Rows.column(rows, Row::id))
                .param("attempts", Rows.column(rows, Row::attempt))
                .param("providers", Rows.column(rows, Row::provider))
                .param("providerIds", Rows.column(rows, Row::providerId))
                .param("phases", Rows.column(rows, Row::phase))
                .param("details", Rows.column(rows, Row::detail))
                .param("addresses", Rows.column(rows, Row::addresses))
                .param("ports", Rows.column(rows, Row::ports))
                .param("failures", Rows.column(rows, Row::failure))
                .param("messages", Rows.column(rows, Row::message))
                .param("throttled", Rows.column(rows, Row::throttledMs))
                .update();
    }

    private record Row(
            long groupId,
            UUID id,
            int attempt,
            String provider,
            @Nullable String providerId,
            @Nullable String phase,
            @Nullable String detail,
            @Nullable String addresses,
            @Nullable String ports,
            @Nullable String failure,
            @Nullable String message,
            @Nullable Long throttledMs) {

        static Row of(Claim claim) {
            return of(claim, null, null, null);
        }

        static Row of(Outcome.Unknown it) {
            return of(it.claim(), null, it.message(), null);
        }

        static Row of(Outcome.Failed it) {
            return of(it.claim(), it.kind().name(), it.message(), throttledMillis(it));
        }

        private static @Nullable Long throttledMillis(Outcome.Failed it) {
            if (it.throttledFor() != null) {
                return it.throttledFor().toMillis();
            }
            return it.kind() == ProviderFailure.Kind.THROTTLED ? THROTTLED.toMillis() : null;
        }

        private static Row of(
                Claim claim, @Nullable String failure, @Nullable String message, @Nullable Long throttledMs) {
            return new Row(
                    claim.group(),
                    claim.action(),
                    claim.attempt(),
                    claim.provider(),
                    null,
                    null,
                    null,
                    null,
                    null,
                    failure,
                    message,
                    throttledMs);
        }

        static Row of(Outcome.Provisioned it) {
            return new Row(
                    it.claim().group(),
                    it.claim().action(),
                    it.claim().attempt(),
                    it.claim().provider(),
                    it.instance().id().value(),
                    it.instance().phase().name(),
                    it.instance().detail(),
                    Rows.json(it.instance().addresses()),
                    Rows.json(it.instance().ports()),
                    null,
                    null,
                    null);
        }
    }
}
