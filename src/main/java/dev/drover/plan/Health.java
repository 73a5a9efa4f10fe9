package dev.drover.plan;

import java.time.Instant;

/**
 * Whether a member serves.
 *
 * @param reason for people, one line
 * @param since when this status began
 */
public record Health(Status status, String reason, Instant since) {
    /** The same, but it did not begin before this. */
    Health notBefore(Instant instant) {
        return instant.isAfter(since) ? new Health(status, reason, instant) : this;
    }

    /** Two opinions of one instance: the worse one holds; of two that agree, healthy holds since both say so. */
    Health and(Health other) {
        if (status != other.status) {
            return status.worseThan(other.status) ? this : other;
        }
        boolean first = status == Status.HEALTHY ? since.isAfter(other.since) : since.isBefore(other.since);
        return first ? this : other;
    }

    public enum Status {
        HEALTHY,
        UNHEALTHY,
        UNKNOWN;

        private boolean worseThan(Status other) {
            return badness() > other.badness();
        }

        private int badness() {
            return switch (this) {
                case UNHEALTHY -> 2;
                case UNKNOWN -> 1;
                case HEALTHY -> 0;
            };
        }
    }
}
