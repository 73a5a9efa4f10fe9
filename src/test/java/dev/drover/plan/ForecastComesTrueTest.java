package dev.drover.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.plan.Foreseen.Kind;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** In worlds without faults what was foretold is what the provider is called for; the seed of a world tells all of it. */
class ForecastComesTrueTest {
    private static final int WORLDS = Integer.getInteger("drover.simulation.forecasts", 100);

    @Test
    void aProviderWithoutFaultsSeesAsManyCallsAsWereForetold() {
        long calls = LongStream.rangeClosed(1, WORLDS)
                .map(ForecastComesTrueTest::play)
                .sum();

        assertThat(calls).isGreaterThan(WORLDS);
    }

    private static int play(long seed) {
        Dice dice = new Dice(seed);
        World world = new World(dice, false, Climate::withoutFaults);
        Told made = told(world, seed);
        world.settle();
        assertThat(seen(world, 0, 0)).as("seed %d, made anew", seed).isEqualTo(made);
        for (int change = 1; change <= 3; change++) {
            if (dice.chance(0.6)) {
                world.store.declare(world.store.revision + 1, world.time.now());
            }
            if (dice.chance(0.6)) {
                world.store.resize(Math.max(0, world.store.size + dice.between(-3, 3)));
            }
            int creates = world.performer.creates;
            int destroys = world.performer.destroys;
            Told told = told(world, seed);
            world.settle();
            assertThat(seen(world, creates, destroys))
                    .as("seed %d, change %d, %s", seed, change, world.climate.update())
                    .isEqualTo(told);
        }
        return world.performer.calls;
    }

    private static Told told(World world, long seed) {
        Store.Snapshot snapshot = world.store.load(world.time.now());
        Forecast forecast = Forecast.of(snapshot.state(), snapshot.now(), Forecast.THOROUGH);
        world.store.wake = true;
        assertThat(forecast.complete())
                .as("seed %d: %s", seed, forecast.ending())
                .isTrue();
        assertThat(forecast.ending().state()).as("seed %d", seed).isEqualTo(Ending.State.CONVERGED);
        return new Told(forecast.count(Kind.PROVISION), forecast.count(Kind.DESTROY));
    }

    private static Told seen(World world, int creates, int destroys) {
        return new Told(world.performer.creates - creates, world.performer.destroys - destroys);
    }

    private record Told(int creates, int destroys) {}
}
