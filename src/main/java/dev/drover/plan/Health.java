package dev.drover.plan;

import java.time.Instant;

/**
 * Whether a member serves.
 *
 * @param reason for people, one line
 * @param since when this status began
 */
public record Health(Status status, String reason, Instant since) {
    public enum Status {
        HEALTHY,
        UNHEALTHY,
        UNKNOWN
    }
}
