package dev.drover.plan;

import dev.drover.provider.spi.Capabilities;
import dev.drover.spec.Amount;
import dev.drover.spec.DrainPolicy;
import dev.drover.spec.RepairPolicy;
import dev.drover.spec.ScaleIn;
import dev.drover.spec.UpdatePolicy;
import java.time.Duration;
import java.util.List;

/**
 * What one simulated world is like: its provider, its policies, and how often which fault happens. A rate is the
 * probability that one call, listing or look is struck.
 */
record Climate(
        int size,
        boolean probed,
        Duration startup,
        RepairPolicy repair,
        UpdatePolicy update,
        boolean pets,
        DrainPolicy drain,
        ScaleIn scaleIn,
        double drains,
        double slowDrains,
        double wishes,
        double reports,
        Capabilities capabilities,
        Duration interval,
        double refusals,
        double lostAnswers,
        double slowCalls,
        double deadReplicas,
        double failedListings,
        double falseListings,
        double idleDestroys,
        double slowPasses,
        double deaths,
        double sickness,
        double proberOutages,
        double commands,
        double pauses,
        double badRevisions,
        Duration storm,
        double strays) {

    static Climate from(Dice dice) {
        Capabilities capabilities = new Capabilities(
                dice.chance(0.6),
                true,
                true,
                dice.chance(0.5),
                false,
                false,
                dice.seconds(10, 60),
                dice.chance(0.3) ? Duration.ZERO : dice.seconds(1, 20),
                64);
        RepairPolicy repair = new RepairPolicy(
                dice.chance(0.9) ? RepairPolicy.Unhealthy.REPLACE : RepairPolicy.Unhealthy.REPORT,
                dice.chance(0.5) ? Amount.percent(20) : Amount.count(dice.between(1, 4)),
                new RepairPolicy.Breaker(
                        dice.chance(0.5) ? Amount.percent(20) : Amount.count(dice.between(0, 3)),
                        dice.between(1, 4),
                        dice.seconds(60, 600)),
                dice.between(1, 3),
                RepairPolicy.DEFAULT.retryEvery());
        boolean pets = dice.chance(0.25);
        return new Climate(
                dice.chance(0.9) ? dice.between(0, 6) : dice.between(7, 25),
                dice.chance(0.7),
                dice.seconds(30, 120),
                repair,
                pets ? updateOfPets(dice) : update(dice),
                pets,
                new DrainPolicy(
                        dice.seconds(0, 300),
                        dice.chance(0.8) ? DrainPolicy.OnTimeout.DESTROY : DrainPolicy.OnTimeout.KEEP),
                dice.pick(List.of(ScaleIn.values())),
                rate(dice, 1),
                rate(dice, 1),
                rate(dice, 0.5),
                rate(dice, 0.3),
                capabilities,
                dice.seconds(5, 15),
                rate(dice, 0.3),
                rate(dice, 0.3),
                rate(dice, 0.5),
                rate(dice, 0.2),
                rate(dice, 0.5),
                rate(dice, 0.2),
                rate(dice, 0.3),
                rate(dice, 0.3),
                rate(dice, 0.8),
                rate(dice, 0.5),
                rate(dice, 0.3),
                rate(dice, 0.8),
                rate(dice, 0.5),
                rate(dice, 0.4),
                dice.seconds(60, 600),
                rate(dice, 0.5));
    }

    /** The same world, in which everything goes well. */
    Climate withoutFaults() {
        return new Climate(
                size,
                probed,
                startup,
                repair,
                update,
                pets,
                drain,
                scaleIn,
                drains > 0 ? 1 : 0,
                0,
                0,
                0,
                capabilities,
                interval,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                Duration.ZERO,
                0);
    }

    private static UpdatePolicy update(Dice dice) {
        Amount surge = dice.chance(0.5) ? Amount.count(1) : Amount.count(dice.between(0, 3));
        Amount unavailable = surge.value() == 0 || dice.chance(0.3)
                ? (dice.chance(0.5) ? Amount.percent(30) : Amount.count(dice.between(1, 3)))
                : Amount.count(0);
        return new UpdatePolicy(
                dice.chance(0.9) ? UpdatePolicy.Strategy.ROLLING : dice.pick(List.of(UpdatePolicy.Strategy.values())),
                surge,
                unavailable,
                UpdatePolicy.DEFAULT.minReady(),
                null,
                new UpdatePolicy.Canary(
                        Amount.count(dice.between(1, 3)),
                        dice.chance(0.5) ? Duration.ZERO : dice.seconds(1, 120),
                        false),
                dice.pick(List.of(UpdatePolicy.OnFailure.values())));
    }

    private static UpdatePolicy updateOfPets(Dice dice) {
        UpdatePolicy any = update(dice);
        return new UpdatePolicy(
                any.strategy(),
                Amount.count(0),
                dice.chance(0.5) ? Amount.count(1) : Amount.count(dice.between(1, 3)),
                any.minReady(),
                any.progressDeadline(),
                any.canary(),
                any.onFailure());
    }

    /** Every other fault does not happen at all in a given world, so that each is also seen without the others. */
    private static double rate(Dice dice, double most) {
        return dice.chance(0.5) ? 0 : dice.fraction() * most;
    }
}
