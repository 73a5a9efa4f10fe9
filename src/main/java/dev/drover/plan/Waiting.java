package dev.drover.plan;

import dev.drover.spec.MemberId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that a plan waits for.
 *
 * @param members on whom; empty if it is the group's matter
 * @param until when the wait ends by itself, at the latest; null if only an event ends it
 */
public record Waiting(
        What what, List<MemberId> members, @Nullable Instant until) {
    public Waiting {
        members = List.copyOf(members);
    }

    public enum What {
        /** A call was made, and its answer is not in. */
        ANSWER("answer"),
        /** A create is planned, and not called yet. */
        CALL("call"),
        /** Whether a create had an effect is being found out. */
        OUTCOME("outcome"),
        /** A destroy was answered, and a listing has to prove it. */
        PROOF_OF_ABSENCE("proofOfAbsence"),
        /** Members stop their work before they go. */
        DRAIN("drain"),
        /** Machines of the group's that are no member's are being destroyed. */
        ORPHANS("orphans"),
        /** Labels are being set. */
        LABELS("labels"),
        /** Too many lines of members failed lately. */
        BREAKER("breaker"),
        /** Members have to be healthy for a while. */
        READINESS("readiness"),
        /** A failure is retried later. */
        BACK_OFF("backOff"),
        /** The provider asked to be left alone. */
        THROTTLE("throttle"),
        /** The provider has to be listed before anything is taken away. */
        OBSERVATION("observation"),
        /** Other repairs, or other members, have to end first. */
        BUDGET("budget"),
        /** Others have to be ready at the new revision first. */
        ROLLOUT("rollout"),
        /** Canaries are watched. */
        BAKE("bake"),
        /** A person has to promote a rollout. */
        PROMOTION("promotion"),
        /** A person paused what would have to act. */
        RESUME("resume");

        private final String text;

        What(String text) {
            this.text = text;
        }

        /** The name that users see. */
        public String text() {
            return text;
        }
    }
}
