package dev.drover.plan;

import dev.drover.spec.MemberId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line of members, each made to replace the one before.
 *
 * @param replaces the member before; null for the first
 * @param strikes how many replacements in a row, each soon after the last, led here
 */
public record Lineage(@Nullable MemberId replaces, int strikes) {
    public static final Lineage FIRST = new Lineage(null, 0);

    /**
     * The strikes that still count when the member fails: none if it lasted longer than {@code retryEvery}, or if its line
     * was forgiven since it was made.
     */
    int inARow(Instant createdAt, Instant failedAt, Declared declared) {
        boolean soon = !failedAt.isAfter(createdAt.plus(declared.repair().retryEvery()));
        boolean forgiven = !createdAt.isAfter(declared.clearedAt());
        return soon && !forgiven ? strikes : 0;
    }
}
