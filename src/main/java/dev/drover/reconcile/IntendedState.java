package dev.drover.reconcile;

import dev.drover.group.Intended;
import dev.drover.plan.Declared;
import dev.drover.spec.GroupSpec;
import java.time.Instant;
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
            int revision,
            boolean rollback,
            @Nullable Integer lastGood,
            Instant clearedAt,
            @Nullable String notValidated) {
        return new Declared(
                generation,
                size,
                revision,
                spec.instance().provider(),
                rollback,
                lastGood,
                spec.health() != null && spec.health().probes(),
                spec.startup(),
                spec.update(),
                spec.repair(),
                clearedAt,
                notValidated);
    }
}
