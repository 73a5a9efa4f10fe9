package dev.drover.reconcile;

import dev.drover.database.Rows;
import dev.drover.group.GroupStatus;
import dev.drover.history.Event;
import dev.drover.history.EventType;
import dev.drover.history.History;
import dev.drover.member.RowMoved;
import dev.drover.plan.Action;
import dev.drover.plan.Plan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

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

    Recorder(
            JdbcClient jdbc,
            TransactionOperations transactions,
            NewMembers newMembers,
            RecordActions actions,
            RecordChanges changes,
            History history) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.newMembers = newMembers;
        this.actions = actions;
        this.changes = changes;
        this.history = history;
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
            List<Event> events = new ArrayList<>();
            changes.record(loaded, plan.changes(), epoch, events);
            actions.record(loaded, plan.actions(), prepared, epoch, events);
            conditions(loaded, status, events);
            writeStatus(loaded, status);
            history.append(events);
        });
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
        return Event.caused(loaded.id(), null, type, now, message);
    }
}
