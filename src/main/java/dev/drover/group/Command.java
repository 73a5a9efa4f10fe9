package dev.drover.group;

import dev.drover.database.Retried;
import dev.drover.history.Event;
import dev.drover.history.EventType;
import dev.drover.history.History;
import dev.drover.web.Asker;
import dev.drover.work.DatabaseClock;
import dev.drover.work.Wakes;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Runs what changes a group's intent: in one transaction, with the group locked. Outcomes and listings write the same rows
 * in other orders, so that Postgres may have to break a deadlock; then it is done again.
 */
@Component
class Command {
    private final Groups groups;
    private final History history;
    private final Wakes wakes;
    private final DatabaseClock clock;
    private final Retried transactions;

    Command(Groups groups, History history, Wakes wakes, DatabaseClock clock, Retried transactions) {
        this.groups = groups;
        this.history = history;
        this.wakes = wakes;
        this.clock = clock;
        this.transactions = transactions;
    }

    void run(Runnable command) {
        transactions.run(command);
    }

    /** Within another command it is a part of that one, and done again with it. */
    <T> T call(Supplier<T> command) {
        return transactions.call(command);
    }

    /** Within {@link #run}: the group's new intent is stored, its passes are told, and history tells who asked. */
    void changed(FleetGroup group, EventType type, Instant now, Asker asker, String message) {
        changed(group, type, now, asker, message, null);
    }

    /** The same, with {@code data} to be found in the event again. */
    void changed(FleetGroup group, EventType type, Instant now, Asker asker, String message, @Nullable JsonNode data) {
        groups.saveAndFlush(group);
        history.append(List.of(new Event(
                group.id(), null, type, now, group.generation(), asker.actor(), message, asker.provenance(), data)));
        wake(group);
    }

    void wake(FleetGroup group) {
        wakes.wake(List.of(group.id()));
    }

    Instant now() {
        return clock.now();
    }
}
