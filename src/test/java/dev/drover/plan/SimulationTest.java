package dev.drover.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Plans for thousands of small worlds in which everything goes wrong, and checks the invariants after every step. A world
 * is given by its seed alone: {@code -Ddrover.simulation.seed=42} plays one again and tells its story,
 * {@code -Ddrover.simulation.worlds=100000} plays more, {@code -Ddrover.simulation.from=1000000} others.
 */
class SimulationTest {
    private static final int WORLDS = Integer.getInteger("drover.simulation.worlds", 2500);
    private static final long FROM = Long.getLong("drover.simulation.from", 1);
    private static final Long SEED = Long.getLong("drover.simulation.seed");
    private static final int TOLD = Integer.getInteger("drover.simulation.lines", 150);

    @Test
    void theInvariantsHoldWhateverHappens() {
        long first = SEED == null ? FROM : SEED;
        long worlds = SEED == null ? WORLDS : 1;
        Tally tally = LongStream.range(first, first + worlds)
                .mapToObj(SimulationTest::play)
                .reduce(new Tally(0, 0, 0, 0), Tally::plus);
        System.out.printf(
                "simulated %d worlds: %d steps, %d passes, %d calls; seeds %d to %d%n",
                tally.worlds(), tally.steps(), tally.passes(), tally.calls(), first, first + worlds - 1);
        assertThat(tally.worlds()).isEqualTo(worlds);
    }

    private static Tally play(long seed) {
        World world = new World(seed, SEED != null);
        try {
            world.run();
            return new Tally(1, world.steps, world.passes, world.performer.calls);
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

    private record Tally(long worlds, long steps, long passes, long calls) {
        Tally plus(Tally other) {
            return new Tally(worlds + other.worlds, steps + other.steps, passes + other.passes, calls + other.calls);
        }
    }
}
