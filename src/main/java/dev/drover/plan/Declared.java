package dev.drover.plan;

import dev.drover.provider.spi.LogicalId;
import dev.drover.spec.DrainPolicy;
import dev.drover.spec.RepairPolicy;
import dev.drover.spec.ScaleIn;
import dev.drover.spec.UpdatePolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the newest declaration says, as far as a plan needs it.
 *
 * @param generation counts the group's declarations, from 1
 * @param logicalIds of pets, in their order; null for cattle
 * @param labels the generation that changed labels last, or the first one
 * @param revision the machine template that members are to have in the end
 * @param provider makes that revision's instances
 * @param rollback whether it brings an older revision back
 * @param lastGood the newest revision that all of the group had with a member ready; null if there was none yet
 * @param probed whether a health check is declared
 * @param startup how long a new member may take to become healthy
 * @param clearedAt when repairs and failures were last forgiven: by a new declaration, or by a person
 * @param notValidated what kept provider or flavor from checking the declaration; null if they did
 */
public record Declared(
        long generation,
        int size,
        @Nullable List<LogicalId> logicalIds,
        long labels,
        int revision,
        String provider,
        boolean rollback,
        @Nullable Integer lastGood,
        boolean probed,
        Duration startup,
        UpdatePolicy update,
        RepairPolicy repair,
        DrainPolicy drain,
        ScaleIn scaleIn,
        Instant clearedAt,
        @Nullable String notValidated) {
    public Declared {
        logicalIds = logicalIds == null ? null : List.copyOf(logicalIds);
    }

    /** Whether each member has an identity of its own. */
    boolean pets() {
        return logicalIds != null;
    }

    /** Whether there is to be a pet of this id. */
    boolean wants(@Nullable LogicalId id) {
        return id != null && logicalIds != null && logicalIds.contains(id);
    }
}
