package dev.drover.group;

import static dev.drover.history.EventType.GROUP_ABANDONED;
import static dev.drover.history.EventType.GROUP_DELETION_REQUESTED;
import static dev.drover.history.EventType.GROUP_RELEASED;
import static dev.drover.history.EventType.GROUP_RELEASE_REQUESTED;

import dev.drover.group.FleetGroup.State;
import dev.drover.history.EventType;
import dev.drover.history.PastEvents;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Tells which end of a group had been asked for. What was told before is forgotten first: what came later counts. */
@Component
class PastEnds {
    private static final Set<EventType> ENDS =
            Set.of(GROUP_DELETION_REQUESTED, GROUP_RELEASE_REQUESTED, GROUP_ABANDONED, GROUP_RELEASED);

    private final PastEvents events;

    PastEnds(PastEvents events) {
        this.events = events;
    }

    State state(PastLives.Life life, Instant at) {
        if (life.state() == State.ACTIVE) {
            return State.ACTIVE;
        }
        List<EventType> after =
                ENDS.stream().filter(it -> events.anyAfter(life.id(), it, at)).toList();
        if (after.contains(GROUP_DELETION_REQUESTED) || after.contains(GROUP_RELEASE_REQUESTED)) {
            return State.ACTIVE;
        }
        if (after.contains(GROUP_ABANDONED)) { // of a group that was in use until then, or on its way out
            return asked(life, GROUP_RELEASE_REQUESTED)
                    ? State.RELEASING
                    : asked(life, GROUP_DELETION_REQUESTED) ? State.DELETING : State.ACTIVE;
        }
        return life.state() == State.RELEASING || after.contains(GROUP_RELEASED) ? State.RELEASING : State.DELETING;
    }

    private boolean asked(PastLives.Life life, EventType type) {
        return events.anyAfter(life.id(), type, Instant.EPOCH);
    }
}
