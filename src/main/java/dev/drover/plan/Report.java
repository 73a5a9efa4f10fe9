package dev.drover.plan;

import java.time.Instant;

/**
 * What somebody outside says of a member's health.
 *
 * @param until from then on it says nothing
 */
public record Report(Health health, Instant until) {
    boolean expired(Instant now) {
        return !until.isAfter(now);
    }
}
