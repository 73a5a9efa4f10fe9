package dev.drover.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Plans for thousands of small worlds in which everything goes wrong, and checks the invariants after every step. A world
 * is given by its seed alone: {@code -Ddrover.simulation.seed=42} plays one again and tells its story,
 * {@code -Ddrover.simulation.worlds=100000} plays more, {@code -Ddrover.simulation.from=1000000} others, and
 * {@code -Ddrover.simulation.minutes=10} plays on for so long, with seeds that were never played before.
 */
class SimulationTest {
    private static final int WORLDS = Integer.getInteger("drover.simulation.worlds", 20_000);
    private static final int MINUTES = Integer.getInteger("drover.simulation.minutes", 0);
    private static final Long FROM = Long.getLong("drover.simulation.from");
    private static final Long SEED = Long.getLong("drover.simulation.seed");
    private static final int TOLD = Integer.getInteger("drover.simulation.lines", 150);
    /** Few enough to end in time. */
    private static final int ROUND = 500;

    @Test
    void theInvariantsHoldWhateverHappens() {
        Summary summary = MINUTES > 0 && SEED == null ? playFor(Duration.ofMinutes(MINUTES)) : playOnce();

        System.out.println(summary);
        assertThat(summary.tally().worlds()).isEqualTo(summary.last() - summary.first() + 1);
    }

    private static Summary playOnce() {
        long first = SEED != null ? SEED : FROM != null ? FROM : 1;
        long last = SEED != null ? SEED : first + WORLDS - 1;
        return new Summary(play(first, last), first, last);
    }

    private static Summary playFor(Duration time) {
        long begun = System.nanoTime();
        // A millisecond is less than a world takes: another run gets other seeds.
        long first = FROM != null ? FROM : System.currentTimeMillis();
        long next = first;
        Tally tally = Tally.NOTHING;
        while (System.nanoTime() - begun < time.toNanos()) {
            tally = tally.plus(play(next, next + ROUND - 1));
            next += ROUND;
        }
        return new Summary(tally, first, next - 1);
    }

    private static Tally play(long first, long last) {
        try {
            return LongStream.rangeClosed(first, last)
                    .parallel() // worlds share nothing
                    .mapToObj(SimulationTest::play)
                    .reduce(Tally.NOTHING, Tally::plus);
        } catch (AssertionError e) {
            // What another thread has thrown arrives in an error without a message.
            throw e.getCause() instanceof AssertionError seed ? seed : e;
        }
    }

    private static Tally play(long seed) {
        World world = new World(seed, SEED != null);
        try {
            world.run();
            return new Tally(1, world.steps, world.passes, world.performer.calls, world.actions);
        } catch (RuntimeException e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage() + "\n" + story(seed), e);
        }
    }

    /** The last part of what happened in a world that went wrong. */
    private static String story(long seed) {
        World again = new World(seed, true);
        try {
            again.run();
        } catch (RuntimeException expected) {
            again.trace(expected);
        }
        List<String> story = again.story();
        return String.join("\n", story.subList(Math.max(0, story.size() - TOLD), story.size()));
    }

    private record Summary(Tally tally, long first, long last) {
        @Override
        public String toString() {
            return "simulated %d worlds: %d steps, %d passes, %d calls; seeds %d to %d; actions %s"
                    .formatted(
                            tally.worlds(), tally.steps(), tally.passes(), tally.calls(), first, last, tally.actions());
        }
    }

    private record Tally(long worlds, long steps, long passes, long calls, Map<String, Long> actions) {
        static final Tally NOTHING = new Tally(0, 0, 0, 0, Map.of());

        Tally plus(Tally other) {
            Map<String, Long> sum = new TreeMap<>(actions);
            other.actions.forEach((kind, count) -> sum.merge(kind, count, Long::sum));
            return new Tally(
                    worlds + other.worlds, steps + other.steps, passes + other.passes, calls + other.calls, sum);
        }
    }
}
