package dev.drover.provider.simulator;

import dev.drover.body.Shown;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderId;
import dev.drover.web.Problem;
import dev.drover.web.ProblemType;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** The good answer to the health check of an instance; a bad one is a problem. */
record SimulatedHealth(String id, String health) {
    private static final Duration FLAPS = Duration.ofSeconds(10);

    /** @throws Problem if it is unhealthy, or not there at all */
    static SimulatedHealth of(World world, String id) {
        Instant now = world.now();
        StoredInstance instance = (InstanceIds.isOne(id)
                        ? world.instances().existing(new ProviderId(id), now)
                        : Optional.<StoredInstance>empty())
                .orElseThrow(() -> new Problem(
                        ProblemType.NOT_FOUND,
                        "the simulator '%s' has no instance %s"
                                .formatted(world.cloud().name(), Shown.text(id))));
        Phase phase = instance.phase(now);
        if (phase != Phase.RUNNING) {
            throw unhealthy(id + " is " + phase.name().toLowerCase(Locale.ROOT));
        }
        if (isUnhealthy(world, instance, now)) {
            throw unhealthy(id + " is unhealthy (simulated)");
        }
        return new SimulatedHealth(id, "healthy");
    }

    private static Problem unhealthy(String detail) {
        return new Problem(ProblemType.UNHEALTHY, detail);
    }

    private static boolean isUnhealthy(World world, StoredInstance instance, Instant now) {
        Knobs knobs = world.cloud().knobs();
        Dice dice = new Dice(world.cloud().seed(), "health of " + instance.id());
        Duration period = knobs.duration(Knob.HEALTH_PERIOD);
        if (instance.health() == null) {
            return dice.hits(knobs.share(Knob.UNHEALTHY_SHARE), "period " + number(period, now));
        }
        return switch (instance.health()) {
            case "unhealthy" -> true;
            case "flapping" -> flaps(dice, period.isZero() ? FLAPS : period, now);
            default -> false;
        };
    }

    /** Every other period, and not all instances at once. */
    private static boolean flaps(Dice dice, Duration period, Instant now) {
        long offset = dice.hits(0.5, "flapping") ? 1 : 0;
        return (number(period, now) + offset) % 2 == 0;
    }

    private static long number(Duration period, Instant now) {
        return period.isZero() ? 0 : now.toEpochMilli() / period.toMillis();
    }
}
