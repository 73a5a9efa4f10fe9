package dev.drover.spec;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How members come to a new revision, and how much room changes have.
 *
 * @param maxSurge how far above its size a group may go; percent rounds up
 * @param maxUnavailable how far below its size the ready members may fall on purpose; percent rounds down
 * @param minReady how long a member has to be healthy before it counts as ready
 * @param progressDeadline a rollout without progress for so long fails; null if nothing was said
 */
public record UpdatePolicy(
        Strategy strategy,
        Amount maxSurge,
        Amount maxUnavailable,
        Duration minReady,
        @Nullable Duration progressDeadline,
        Canary canary,
        OnFailure onFailure) {
    /** What a rollout gets beyond the time that a new member may take. */
    public static final Duration SLACK = Duration.ofMinutes(5);

    public static final UpdatePolicy DEFAULT = new UpdatePolicy(
            Strategy.ROLLING,
            Amount.count(1),
            Amount.count(0),
            Duration.ofSeconds(10),
            null,
            Canary.DEFAULT,
            OnFailure.PAUSE);

    /** The old machine of a logical id goes before the new one comes. */
    public static final UpdatePolicy DEFAULT_OF_PETS = new UpdatePolicy(
            DEFAULT.strategy,
            Amount.count(0),
            Amount.count(1),
            DEFAULT.minReady,
            null,
            DEFAULT.canary,
            DEFAULT.onFailure);

    public UpdatePolicy {
        if (maxSurge.value() == 0 && maxUnavailable.value() == 0) {
            throw new IllegalArgumentException("an update needs room: maxSurge or maxUnavailable must be positive");
        }
    }

    /** How long a member has to be healthy, as a spec has it; the default if it says nothing. */
    public static Duration minReady(@Nullable String declared) {
        return declared == null ? DEFAULT.minReady : Durations.parse(declared);
    }

    /** How many members may exist above {@code size}: one if percents leave no room at all. */
    public int surge(int size) {
        int surge = maxSurge.of(size, Amount.Rounding.UP, 0);
        return surge == 0 && unavailable(size) == 0 && size > 0 ? 1 : surge;
    }

    /** How many of {@code size} members need not be ready. */
    public int unavailable(int size) {
        return maxUnavailable.of(size, Amount.Rounding.DOWN, 0);
    }

    /** How long a rollout may go without progress, when a new member may take {@code startup} until it is healthy. */
    public Duration progressWithin(Duration startup) {
        return progressDeadline != null
                ? progressDeadline
                : startup.plus(minReady).plus(SLACK);
    }

    /** In which way members are replaced. */
    public enum Strategy {
        /** In steps that keep capacity. */
        ROLLING("rolling"),
        /** All at once. */
        REPLACE_ALL("replaceAll"),
        /** Only those that are replaced for another reason. */
        ON_REPLACE("onReplace");

        private final String text;

        Strategy(String text) {
            this.text = text;
        }

        /** As it is written in a spec. */
        public String text() {
            return text;
        }
    }

    /** What a failed rollout does. */
    public enum OnFailure {
        PAUSE,
        ROLLBACK
    }

    /**
     * The members that get a revision first.
     *
     * @param size how many; percent rounds down, but one at least
     * @param bake how long they are watched
     * @param manual whether a person has to promote them
     */
    public record Canary(Amount size, Duration bake, boolean manual) {
        public static final Canary DEFAULT = new Canary(Amount.count(1), Duration.ZERO, false);

        /** How many members of a group of this size. */
        public int of(int groupSize) {
            return Math.min(size.of(groupSize, Amount.Rounding.DOWN, 1), groupSize);
        }
    }
}
