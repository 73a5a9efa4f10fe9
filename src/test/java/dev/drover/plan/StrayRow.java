package dev.drover.plan;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of the table of machines that are no living member's. */
final class StrayRow {
    final String machine;
    final UUID token;
    final Instant firstSeen;
    What what;
    State state;
    int attempts;
    Instant notBefore;

    @Nullable
    Instant deadline;

    @Nullable
    Instant closedAt;

    @Nullable
    Instant lackedAt;

    StrayRow(String machine, UUID token, What what, Instant now) {
        this.machine = machine;
        this.token = token;
        this.what = what;
        this.firstSeen = now;
        this.notBefore = now;
        this.state = what == What.UNKNOWN ? State.QUARANTINED : State.PLANNED;
    }

    boolean is(String id, UUID carried) {
        return machine.equals(id) && token.equals(carried);
    }

    boolean due(Instant now) {
        return (state == State.PLANNED || state == State.FAILED || state == State.UNKNOWN) && !notBefore.isAfter(now);
    }

    /** CALLED → something else, for the attempt that it belongs to; false if that is over. */
    boolean close(int attempt, State to, Instant now) {
        if (attempts != attempt || (state != State.CALLED && (state != State.UNKNOWN || to == State.UNKNOWN))) {
            return false;
        }
        state = to;
        closedAt = now;
        notBefore = now.plusSeconds(10);
        return true;
    }

    enum What {
        ENDED,
        DUPLICATE,
        UNKNOWN
    }

    enum State {
        QUARANTINED,
        PLANNED,
        CALLED,
        DONE,
        FAILED,
        UNKNOWN
    }
}
