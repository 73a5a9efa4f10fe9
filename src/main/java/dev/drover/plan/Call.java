package dev.drover.plan;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One action of the journal, of one member.
 *
 * @param attempts how often it was called
 * @param fenced whether a command came after it was planned, so that it may not be called before it is planned again
 * @param calledAt when it was last called; null if never
 * @param deadline when the last call is cut; null if never called
 * @param closedAt when it was last answered; null if it was not
 * @param doubt whether it was ever UNKNOWN: then it may have happened, whatever was answered later
 * @param accepted whether the provider ever agreed to it
 * @param soughtAt when the last look-up of its token began that found nothing; null if there was none
 */
public record Call(
        UUID id,
        State state,
        int attempts,
        boolean fenced,
        @Nullable Instant calledAt,
        @Nullable Instant deadline,
        @Nullable Instant closedAt,
        boolean doubt,
        boolean accepted,
        @Nullable Instant soughtAt) {

    /** Whether an answer may still come, or the effect may. */
    public boolean open() {
        return state == State.PLANNED || state == State.CALLED || state == State.UNKNOWN;
    }

    /** Whether it was sent, and may still take effect at this instant. */
    boolean underWay(Instant now) {
        return (state == State.CALLED || state == State.UNKNOWN) && deadline != null && deadline.isAfter(now);
    }

    /** What is asked of provider or flavor. There is one of each kind for a member; asking again is another attempt of it. */
    public enum Kind {
        PROVISION("create"),
        DRAIN("drain"),
        LABEL("label"),
        DESTROY("destroy"),
        UNLABEL("unlabel");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** For people. */
        public String text() {
            return text;
        }
    }

    /** The journal's states. FAILED means that surely nothing happened. */
    public enum State {
        PLANNED,
        CALLED,
        DONE,
        FAILED,
        UNKNOWN,
        CANCELLED
    }
}
