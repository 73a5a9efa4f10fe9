package dev.drover.member;

import java.time.Duration;
import java.time.Instant;

/**
 * A look at everything that a provider has.
 *
 * @param begun before the provider was asked
 * @param interval how often it is listed
 * @param window for how long after an instance was made, or destroyed, a listing may not tell it
 */
public record Listing(String provider, Instant begun, Duration interval, Duration window) {
    /** Members bound after this need not be in it. */
    Instant latest() {
        return begun.minus(window);
    }
}
