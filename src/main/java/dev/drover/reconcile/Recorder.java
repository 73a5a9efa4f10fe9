package dev.drover.reconcile;

import dev.drover.database.Rows;
import dev.drover.group.GroupStatus;
import dev.drover.history.Event;
import dev.drover.history.EventType;
import dev.drover.history.History;
import dev.drover.member.Members;
import dev.drover.member.RowMoved;
import dev.drover.plan.Action;
import dev.drover.plan.Change;
import dev.drover.plan.Member;
import dev.drover.plan.Plan;
import dev.drover.spec.MemberId;
import dev.drover.work.Job;
import dev.drover.work.Jobs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Writes a plan down, all of it or nothing: the group must still be at the epoch that the plan was made from, and every
 * row in the state that it was planned on. Otherwise {@link RowMoved}, and the group is to be planned again.
 */
@Component
class Recorder {
    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final NewMembers newMembers;
    private final RecordActions actions;
    private final RecordChanges changes;
    private final History history;
    private final Performer performer;
    private final Members members;
    private final Journal journal;
    private final Jobs jobs;

    Recorder(
            JdbcClient jdbc,
            TransactionOperations transactions,
            NewMembers newMembers,
            RecordActions actions,
            RecordChanges changes,
            History history,
            Performer performer,
            Members members,
            Journal journal,
            Jobs jobs) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.newMembers = newMembers;
        this.actions = actions;
        this.changes = changes;
        this.history = history;
        this.performer = performer;
        this.members = members;
        this.journal = journal;
        this.jobs = jobs;
    }

    void record(Loaded loaded, Plan plan) {
        GroupStatus status = StatusOf.plan(loaded, plan);
        if (plan.quiet() && status.equals(loaded.status()) && !loaded.unanswered()) {
            return;
        }
        List<NewMembers.Prepared> prepared =
                newMembers.prepare(loaded, provisions(plan)); // no flavor runs in a transaction
        transactions.executeWithoutResult(transaction -> {
            long epoch = raiseEpoch(loaded);
            lock(loaded, plan);
            List<Event> events = new ArrayList<>();
            changes.record(loaded, plan.changes(), epoch, events);
            Map<String, List<UUID>> planned = actions.record(loaded, plan.actions(), prepared, epoch, events);
            conditions(loaded, status, events);
            writeStatus(loaded, status);
            history.append(events);
            performer.claim(loaded.id(), planned);
            restamped(loaded, plan).forEach(it -> jobs.dueNow(Job.Name.PERFORM, it));
        });
    }

    private void lock(Loaded loaded, Plan plan) {
        Stream<MemberId> replaced = provisions(plan).stream()
                .flatMap(it -> Optional.ofNullable(it.lineage().replaces()).stream());
        Set<Integer> numbers = Stream.concat(plan.touched().stream(), replaced)
                .map(MemberId::number)
                .collect(Collectors.toSet());
        journal.lock(loaded.id(), numbers);
        members.lock(loaded.id(), numbers);
    }

    /** The providers of what may be called again: it may have been put off until later, and forgiven since. */
    private static Set<String> restamped(Loaded loaded, Plan plan) {
        Set<MemberId> restamped = plan.changes().stream()
                .filter(Change.Restamped.class::isInstance)
                .flatMap(it -> it.of().stream())
                .collect(Collectors.toSet());
        return loaded.state().members().stream()
                .filter(it -> restamped.contains(it.id()))
                .map(Member::provider)
                .collect(Collectors.toSet());
    }

    private static List<Action.Provision> provisions(Plan plan) {
        return plan.actions().stream()
                .filter(Action.Provision.class::isInstance)
                .map(Action.Provision.class::cast)
                .toList();
    }

    private long raiseEpoch(Loaded loaded) {
        int written = jdbc.sql("""
                update fleet_group set epoch = epoch + 1, planned_at = :now where id = :id and epoch = :epoch
                """)
                .param("id", loaded.id())
                .param("epoch", loaded.epoch())
                .param("now", Rows.timestamp(loaded.now()))
                .update();
        RowMoved.unless(1, written, "the epoch of group " + loaded.state().group());
        return loaded.epoch() + 1;
    }

    private void writeStatus(Loaded loaded, GroupStatus status) {
        jdbc.sql("""
                insert into group_status (group_id, observed_generation, fence, converged, ready, status)
                values (:group, :generation, :fence, :converged, :ready, :status::jsonb)
                on conflict (group_id) do update
                   set observed_generation = excluded.observed_generation, fence = excluded.fence, converged = excluded.converged,
                       ready = excluded.ready, status = excluded.status
                """)
                .param("group", loaded.id())
                .param("generation", status.observedGeneration())
                .param("fence", loaded.fence())
                .param("converged", status.converged())
                .param("ready", status.ready())
                .param("status", Rows.json(status))
                .update();
    }

    private static void conditions(Loaded loaded, GroupStatus status, List<Event> events) {
        List<GroupStatus.Condition> before =
                loaded.status() == null ? List.of() : loaded.status().conditions();
        status.conditions().stream()
                .filter(GroupStatus.Condition::status)
                .filter(it -> !holds(before, it.type()))
                .forEach(it -> events.add(event(loaded, EventType.CONDITION_RAISED, it)));
        before.stream()
                .filter(GroupStatus.Condition::status)
                .filter(it -> !holds(status.conditions(), it.type()))
                .forEach(it -> events.add(event(loaded, EventType.CONDITION_CLEARED, it)));
    }

    private static boolean holds(List<GroupStatus.Condition> conditions, String type) {
        return conditions.stream().anyMatch(it -> it.type().equals(type) && it.status());
    }

    private static Event event(Loaded loaded, EventType type, GroupStatus.Condition condition) {
        Instant now = loaded.now();
        String message = type == EventType.CONDITION_RAISED
                ? condition.type() + ": " + condition.message()
                : condition.type() + " no longer holds";
        JsonNode data = JsonNodeFactory.instance
                .objectNode()
                .put("type", condition.type())
                .put("reason", condition.reason())
                .put("message", condition.message())
                .put("since", condition.since().toString());
        return Event.caused(loaded.id(), null, type, now, message).with(data);
    }
}
