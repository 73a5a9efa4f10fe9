package dev.drover.plan;

import dev.drover.provider.spi.Capabilities;
import dev.drover.provider.spi.LogicalId;
import dev.drover.spec.Amount;
import dev.drover.spec.DrainPolicy;
import dev.drover.spec.RepairPolicy;
import dev.drover.spec.ScaleIn;
import dev.drover.spec.UpdatePolicy;
import java.time.Duration;
import java.util.List;

/** What a story begins with: the defaults of a spec, as long as it says nothing else, in a world without faults. */
record Setting(
        int size, List<LogicalId> pets, RepairPolicy repair, UpdatePolicy update, DrainPolicy drain, boolean drains) {
    private static final Duration STARTUP = Duration.ofMinutes(2);
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Capabilities CAPABILITIES =
            new Capabilities(true, true, true, false, false, false, Duration.ofSeconds(30), Duration.ofSeconds(5), 64);

    static Setting of(int size) {
        return new Setting(size, List.of(), RepairPolicy.DEFAULT, UpdatePolicy.DEFAULT, DrainPolicy.DEFAULT, false);
    }

    static Setting pets(String... ids) {
        return new Setting(
                ids.length,
                List.of(ids).stream().map(LogicalId::new).toList(),
                RepairPolicy.DEFAULT,
                UpdatePolicy.DEFAULT_OF_PETS,
                DrainPolicy.DEFAULT,
                false);
    }

    Setting draining() {
        return new Setting(size, pets, repair, update, drain, true);
    }

    Setting canary(int members, Duration bake) {
        return updating(new UpdatePolicy.Canary(Amount.count(members), bake, false), update.onFailure());
    }

    Setting rollingBack() {
        return updating(update.canary(), UpdatePolicy.OnFailure.ROLLBACK);
    }

    private Setting updating(UpdatePolicy.Canary canary, UpdatePolicy.OnFailure onFailure) {
        UpdatePolicy other = new UpdatePolicy(
                update.strategy(),
                update.maxSurge(),
                update.maxUnavailable(),
                update.minReady(),
                update.progressDeadline(),
                canary,
                onFailure);
        return new Setting(size, pets, repair, other, drain, drains);
    }

    Climate climate() {
        Climate calm = Climate.from(new SteadyDice()).withoutFaults();
        return new Climate(
                size,
                true,
                STARTUP,
                repair,
                update,
                !pets.isEmpty(),
                drain,
                ScaleIn.OLDEST,
                drains ? 1 : 0,
                calm.slowDrains(),
                calm.wishes(),
                calm.reports(),
                CAPABILITIES,
                INTERVAL,
                calm.refusals(),
                calm.lostAnswers(),
                calm.slowCalls(),
                calm.deadReplicas(),
                calm.failedListings(),
                calm.falseListings(),
                calm.idleDestroys(),
                calm.slowPasses(),
                calm.deaths(),
                calm.sickness(),
                calm.proberOutages(),
                calm.commands(),
                calm.pauses(),
                calm.badRevisions(),
                calm.storm(),
                calm.strays());
    }
}
