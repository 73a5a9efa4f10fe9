package dev.drover.reconcile;

import dev.drover.history.EventType;
import dev.drover.work.DatabaseClock;
import dev.drover.work.Job;
import dev.drover.work.Jobs;
import dev.drover.work.Wakes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Writes a batch of outcomes: one statement for each kind, with action, member and event together, in one transaction. An
 * outcome is accepted while its action is CALLED or UNKNOWN at the attempt that it belongs to; any other is a duplicate.
 */
@Component
class OutcomeStatements {
    /** A drain takes its time: whoever has not ended is asked after so long. */
    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

    /** No pass plans it again: whoever has a permit does, later each time. */
    private static final String UNLABEL_AGAIN =
            "case t.kind when 'UNLABEL' then " + Unlabelling.AGAIN_AT + " else t.not_before end";

    private final OutcomeRows rows;
    private final TransactionOperations transactions;
    private final Wakes wakes;
    private final DatabaseClock clock;
    private final Jobs jobs;

    OutcomeStatements(
            OutcomeRows rows, TransactionOperations transactions, Wakes wakes, DatabaseClock clock, Jobs jobs) {
        this.rows = rows;
        this.transactions = transactions;
        this.wakes = wakes;
        this.clock = clock;
        this.jobs = jobs;
    }

    void write(List<Outcome> outcomes) {
        Instant now = clock.now();
        transactions.executeWithoutResult(transaction -> {
            provisioned(of(outcomes, Outcome.Provisioned.class), now);
            drained(of(outcomes, Outcome.Drained.class), now);
            labelled(of(outcomes, Outcome.Labelled.class), now);
            destroyed(of(outcomes, Outcome.Destroyed.class), now);
            unlabelled(of(outcomes, Outcome.Unlabelled.class), now);
            failed(of(outcomes, Outcome.Failed.class), now);
            unknown(of(outcomes, Outcome.Unknown.class), now);
            wake(outcomes);
        });
        of(outcomes, Outcome.Provisioned.class).stream()
                .map(it -> it.claim().group())
                .distinct()
                .forEach(it -> jobs.dueSoon(Job.Name.PROBE, String.valueOf(it)));
        of(outcomes, Outcome.Drained.class).stream() // it finds out when to ask again
                .filter(it -> !it.drained())
                .map(it -> it.claim().provider())
                .distinct()
                .forEach(it -> jobs.dueSoon(Job.Name.PERFORM, it));
        of(outcomes, Outcome.Destroyed.class).stream()
                .map(it -> it.claim().provider())
                .distinct()
                .forEach(it -> jobs.dueSoon(Job.Name.OBSERVE, it));
    }

    /** What went well comes in bursts, and a pass has little to say to each part of it. */
    private void wake(List<Outcome> outcomes) {
        Map<Boolean, List<Long>> groups = outcomes.stream()
                .filter(it -> !(it.claim() instanceof Claim.Unlabel)) // no pass is concerned
                .collect(Collectors.partitioningBy(
                        Outcome.Provisioned.class::isInstance,
                        Collectors.mapping(it -> it.claim().group(), Collectors.toList())));
        wakes.wakeSoon(Objects.requireNonNull(groups.get(true)));
        wakes.wake(Objects.requireNonNull(groups.get(false)));
    }

    private static <T extends Outcome> List<T> of(List<Outcome> outcomes, Class<T> type) {
        return outcomes.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /**
     * The new state comes of the row that is written: checks are made before the server notices that somebody else has written it
     * meanwhile, and begins anew; the state of the locked row does not go with the other columns of the old one.
     */
    private void provisioned(List<Outcome.Provisioned> outcomes, Instant now) {
        rows.write(outcomes.stream().map(OutcomeRows.Row::of).toList(), now, """
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
                       set state = case t.state when 'CREATING' then 'RUNNING' else t.state end,
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
                """.formatted(
                        EventType.INSTANCE_PROVISIONED.text()));
    }

    private void destroyed(List<Outcome.Destroyed> outcomes, Instant now) {
        rows.write(outcomes.stream().map(it -> OutcomeRows.Row.of(it.claim())).toList(), now, """
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

    private void unlabelled(List<Outcome.Unlabelled> outcomes, Instant now) {
        rows.write(outcomes.stream().map(it -> OutcomeRows.Row.of(it.claim())).toList(), now, """
                a as (
                    update action t
                       set state = 'DONE', accepted = true, closed_at = :now, error = null, error_kind = null
                      from l
                     where t.group_id = l.group_id and t.id = l.id and l.state = 'CALLED'
                    returning t.group_id, t.member, t.generation)
                insert into event (group_id, group_name, member, type, at, generation, message)
                select a.group_id, g.name, a.member, '%s', :now, a.generation,
                       'its instance carries no label of ours any more'
                  from a join fleet_group g on g.id = a.group_id
                """.formatted(
                        EventType.INSTANCE_UNLABELLED.text()));
    }

    /** Whose work has not stopped is asked again soon, by whoever has a permit. */
    private void drained(List<Outcome.Drained> outcomes, Instant now) {
        rows.write(
                outcomes.stream()
                        .filter(Outcome.Drained::drained)
                        .map(it -> OutcomeRows.Row.of(it.claim()))
                        .toList(),
                now,
                """
                a as (
                    update action t
                       set state = 'DONE', accepted = true, closed_at = :now, error = null, error_kind = null
                      from l
                     where t.group_id = l.group_id and t.id = l.id and l.state in ('CALLED', 'UNKNOWN')
                    returning t.group_id, t.member, t.generation)
                insert into event (group_id, group_name, member, type, at, generation, message)
                select a.group_id, g.name, a.member, '%s', :now, a.generation, 'its work has stopped'
                  from a join fleet_group g on g.id = a.group_id
                """.formatted(EventType.MEMBER_DRAINED.text()));
        rows.write(
                outcomes.stream()
                        .filter(it -> !it.drained())
                        .map(it -> OutcomeRows.Row.of(it.claim()))
                        .toList(),
                now,
                """
                a as (select)
                update action t
                   set state = 'PLANNED', not_before = :now::timestamptz + interval '%d milliseconds', closed_at = :now,
                       error = null, error_kind = null
                  from l
                 where t.group_id = l.group_id and t.id = l.id and l.state = 'CALLED'
                """.formatted(ASK_AGAIN.toMillis()));
    }

    private void labelled(List<Outcome.Labelled> outcomes, Instant now) {
        rows.write(outcomes.stream().map(OutcomeRows.Row::of).toList(), now, """
                a as (
                    update action t
                       set state = 'DONE', accepted = true, closed_at = :now, error = null, error_kind = null
                      from l
                     where t.group_id = l.group_id and t.id = l.id and l.state in ('CALLED', 'UNKNOWN')
                    returning t.group_id, t.member, t.generation, l.labels, l.labelled),
                n as materialized (
                    select t.number, a.*
                      from member t join a on a.group_id = t.group_id and a.member = t.number
                     order by t.group_id, t.number for update of t),
                m as (
                    update member t set labels = n.labels, labelled = n.labelled
                      from n where t.group_id = n.group_id and t.number = n.number and t.state <> 'ENDED')
                insert into event (group_id, group_name, member, type, at, generation, message)
                select a.group_id, g.name, a.member, '%s', :now, a.generation,
                       'its instance has the labels of generation ' || a.labelled
                  from a join fleet_group g on g.id = a.group_id
                """.formatted(
                        EventType.MEMBER_LABELLED.text()));
    }

    private void failed(List<Outcome.Failed> outcomes, Instant now) {
        rows.write(outcomes.stream().map(OutcomeRows.Row::of).toList(), now, """
                a as (
                    update action t
                       set state = case t.kind when 'UNLABEL' then 'PLANNED' else 'FAILED' end, not_before = %s,
                           closed_at = :now, error = l.message, error_kind = l.failure
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
                       case a.kind when 'PROVISION' then '%s' when 'DRAIN' then '%s' when 'LABEL' then '%s'
                                   when 'UNLABEL' then '%s' else '%s' end,
                       :now, a.generation,
                       'attempt ' || a.attempts || ' failed, ' || lower(replace(a.error_kind, '_', ' ')) || ': ' || a.error
                  from a join fleet_group g on g.id = a.group_id
                """.formatted(
                        UNLABEL_AGAIN,
                        EventType.PROVISIONING_FAILED.text(),
                        EventType.DRAIN_FAILED.text(),
                        EventType.LABEL_FAILED.text(),
                        EventType.UNLABEL_FAILED.text(),
                        EventType.DESTROY_FAILED.text()));
    }

    private void unknown(List<Outcome.Unknown> outcomes, Instant now) {
        rows.write(outcomes.stream().map(OutcomeRows.Row::of).toList(), now, """
                a as (
                    update action t
                       set state = case t.kind when 'UNLABEL' then 'PLANNED' else 'UNKNOWN' end, not_before = %s,
                           doubt = true, closed_at = :now, error = l.message, error_kind = 'UNKNOWN_OUTCOME'
                      from l
                     where t.group_id = l.group_id and t.id = l.id and l.state = 'CALLED'
                    returning t.*)
                insert into event (group_id, group_name, member, type, at, generation, message)
                select a.group_id, g.name, a.member, '%s', :now, a.generation,
                       'whether the ' || case a.kind when 'PROVISION' then 'create' else lower(a.kind) end
                       || ' took effect is unknown: ' || a.error
                  from a join fleet_group g on g.id = a.group_id
                """.formatted(
                        UNLABEL_AGAIN, EventType.OUTCOME_UNKNOWN.text()));
    }
}
