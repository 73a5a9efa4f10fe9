package dev.drover.plan;

import static dev.drover.plan.GroupFixture.CREATE_TIMEOUT;
import static dev.drover.plan.GroupFixture.NOW;

import dev.drover.plan.Call.State;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One action of the journal. Called or answered a moment ago, once, if its state says so. */
final class CallFixture {
    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    private final State state;
    private int attempts;
    private boolean fenced;
    private @Nullable Instant calledAt;
    private @Nullable Instant deadline;
    private @Nullable Instant closedAt;
    private boolean doubt;
    private boolean accepted;
    private @Nullable Instant soughtAt;

    private CallFixture(State state) {
        this.state = state;
        this.doubt = state == State.UNKNOWN;
        this.accepted = state == State.DONE;
        if (state == State.CALLED) {
            calledAt(NOW.minus(A_MOMENT));
        } else if (state != State.PLANNED) {
            answeredAt(NOW.minus(A_MOMENT));
        }
        if (state == State.CANCELLED) {
            this.attempts = 0;
        }
    }

    static CallFixture call(State state) {
        return new CallFixture(state);
    }

    CallFixture calledAt(Instant instant) {
        attempts = Math.max(attempts, 1);
        calledAt = instant;
        deadline = instant.plus(CREATE_TIMEOUT);
        return this;
    }

    CallFixture answeredAt(Instant instant) {
        if (calledAt == null) {
            calledAt(instant.minus(A_MOMENT));
        }
        closedAt = instant;
        return this;
    }

    /** Whatever its state is now, it was called before, and nobody knew what became of it. */
    CallFixture doubtful() {
        doubt = true;
        attempts = Math.max(attempts, 1);
        return this;
    }

    CallFixture accepted() {
        accepted = true;
        attempts = Math.max(attempts, 1);
        return this;
    }

    CallFixture attempts(int times) {
        attempts = times;
        return this;
    }

    CallFixture fenced() {
        fenced = true;
        return this;
    }

    CallFixture soughtAt(Instant instant) {
        soughtAt = instant;
        return this;
    }

    Call build(int member, Call.Kind kind) {
        return new Call(
                new UUID(kind == Call.Kind.PROVISION ? 1 : kind.text().hashCode(), member),
                state,
                attempts,
                fenced,
                calledAt,
                deadline,
                closedAt,
                doubt,
                accepted,
                soughtAt);
    }
}
