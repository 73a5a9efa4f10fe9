package dev.drover.provider.simulator;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;

/**
 * A simulated cloud as it is now.
 *
 * @param seed what everything is drawn from
 * @param knobs how it behaves, every knob with its value
 */
record SimulationView(
        String provider,
        long seed,

        @Schema(ref = "#/components/schemas/Knobs") Map<String, Object> knobs,

        Population instances,
        Instant at) {

    /**
     * How many instances there are, as it truly is: listings may lag.
     *
     * @param living starting or running
     * @param dead stopped, and not destroyed yet
     * @param capacityLeft how many more can be made now
     */
    record Population(long living, long starting, long running, long dead, long capacityLeft) {}

    static SimulationView of(World world, Knobs knobs) {
        Instant now = world.now();
        Instances.Counts counts = world.instances().counts(now);
        return new SimulationView(
                world.cloud().name(),
                world.cloud().seed(),
                knobs.written(),
                new Population(
                        counts.living(),
                        counts.starting(),
                        counts.running(),
                        counts.dead(),
                        Math.max(0, knobs.count(Knob.CAPACITY) - counts.living())),
                now);
    }
}
