package dev.drover.plan;

import dev.drover.spec.RepairPolicy;
import dev.drover.spec.UpdatePolicy;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the newest declaration says, as far as a plan needs it.
 *
 * @param generation counts the group's declarations, from 1
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
        int revision,
        String provider,
        boolean rollback,
        @Nullable Integer lastGood,
        boolean probed,
        Duration startup,
        UpdatePolicy update,
        RepairPolicy repair,
        Instant clearedAt,
        @Nullable String notValidated) {}
