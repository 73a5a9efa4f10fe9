package dev.drover.reconcile;

import dev.drover.group.Intended;
import dev.drover.plan.Declared;
import dev.drover.provider.spi.LogicalId;
import dev.drover.spec.GroupSpec;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a plan has to know of a declaration, stored or not. */
final class IntendedState {
    private IntendedState() {}

    /** As if it were declared now. */
    static Declared declared(Intended intended, @Nullable Integer lastGood, Instant now) {
        return declared(
                intended.spec(),
                intended.baseGeneration() + 1,
                intended.size(),
                intended.labelsAt(),
                intended.revision(),
                intended.rollback(),
                lastGood,
                now,
                intended.notValidated());
    }

    static Declared declared(
            GroupSpec spec,
            long generation,
            int size,
            long labelsAt,
            int revision,
            boolean rollback,
            @Nullable Integer lastGood,
            Instant clearedAt,
            @Nullable String notValidated) {
        return new Declared(
                generation,
                size,
                logicalIds(spec),
                labelsAt,
                revision,
                spec.instance().provider(),
                rollback,
                lastGood,
                spec.health() != null && spec.health().probes(),
                spec.startup(),
                spec.update(),
                spec.repair(),
                spec.drain(),
                spec.scaleIn(),
                clearedAt,
                notValidated);
    }

    private static @Nullable List<LogicalId> logicalIds(GroupSpec spec) {
        List<String> ids = spec.allocation().logicalIds();
        return ids == null ? null : ids.stream().map(LogicalId::new).toList();
    }
}
