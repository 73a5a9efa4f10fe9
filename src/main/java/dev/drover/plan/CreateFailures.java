package dev.drover.plan;

import dev.drover.provider.spi.ProviderFailure;
import java.time.Duration;
import java.time.Instant;

/**
 * Creates that failed in the same way, one round after another.
 *
 * @param rounds how many rounds in a row, at least 1; creates that were called together are one round
 * @param jitter 0 to 1, from the id of the last action that failed
 * @param message the provider's words
 */
public record CreateFailures(
        ProviderFailure.Kind kind, int rounds, Instant since, Instant last, double jitter, String message) {
    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int DOUBLINGS = 5;

    /** When to try again: 10 s after the first failure, twice as long after each further one, at most 5 min, and up to a tenth more. */
    Instant retryAt() {
        return last.plus(backOff(rounds, jitter));
    }

    /** When a call that failed, or of which nobody knows what came of it, is made again; at once if that is forgiven. */
    static Instant retryAt(Call call, Instant clearedAt) {
        Instant last = call.closedAt();
        return last == null || !last.isAfter(clearedAt) ? Instant.MIN : last.plus(backOff(call.attempts(), 0));
    }

    static Duration backOff(int rounds, double jitter) {
        Duration delay = FIRST.multipliedBy(1L << Math.min(Math.max(rounds, 1) - 1, DOUBLINGS));
        Duration bounded = delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
        return bounded.plusMillis((long) (bounded.toMillis() * jitter / 10));
    }
}
