package dev.drover.group;

import dev.drover.history.Event;
import dev.drover.history.EventType;
import dev.drover.history.History;
import dev.drover.spec.GroupName;
import dev.drover.web.Asker;
import dev.drover.work.DatabaseClock;
import dev.drover.work.Wakes;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Asks for a group to end: passes destroy its members, then the group. Asking again changes nothing. */
@Component
class DeleteGroup {
    private final Groups groups;
    private final GroupReader reader;
    private final History history;
    private final Wakes wakes;
    private final DatabaseClock clock;
    private final TransactionOperations transactions;

    DeleteGroup(
            Groups groups,
            GroupReader reader,
            History history,
            Wakes wakes,
            DatabaseClock clock,
            TransactionOperations transactions) {
        this.groups = groups;
        this.reader = reader;
        this.history = history;
        this.wakes = wakes;
        this.clock = clock;
        this.transactions = transactions;
    }

    /** The group as it is then: a moment later a pass may have ended it. */
    GroupView delete(GroupName name, Asker asker) {
        return Objects.requireNonNull(transactions.execute(transaction -> {
            FleetGroup group = groups.lock(name.value()).orElseThrow(() -> Preconditions.notFound(name.value()));
            if (group.state() != FleetGroup.State.DELETING) {
                request(group, asker);
            }
            return reader.view(name);
        }));
    }

    private void request(FleetGroup group, Asker asker) {
        group.deletionRequested();
        groups.saveAndFlush(group);
        history.append(List.of(new Event(
                group.id(),
                null,
                EventType.GROUP_DELETION_REQUESTED,
                clock.now(),
                group.generation(),
                asker.actor(),
                "the group and all its members are to be deleted",
                asker.provenance())));
        wakes.wake(List.of(group.id()));
    }
}
