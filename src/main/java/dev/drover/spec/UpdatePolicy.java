package dev.drover.spec;

import java.time.Duration;

/**
 * How much room changes have.
 *
 * @param maxSurge how far above its size a group may go; percent rounds up
 * @param maxUnavailable how far below its size the ready members may fall on purpose; percent rounds down
 * @param minReady how long a member has to be healthy before it counts as ready
 */
public record UpdatePolicy(Amount maxSurge, Amount maxUnavailable, Duration minReady) {
    public static final UpdatePolicy DEFAULT =
            new UpdatePolicy(Amount.count(1), Amount.count(0), Duration.ofSeconds(10));

    public UpdatePolicy {
        if (maxSurge.value() == 0 && maxUnavailable.value() == 0) {
            throw new IllegalArgumentException("an update needs room: maxSurge or maxUnavailable must be positive");
        }
    }

    /** How many members may exist above {@code size}. */
    public int surge(int size) {
        return maxSurge.of(size, Amount.Rounding.UP, 0);
    }
}
