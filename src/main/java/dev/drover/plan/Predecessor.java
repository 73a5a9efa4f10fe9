package dev.drover.plan;

import dev.drover.provider.spi.LogicalId;
import dev.drover.spec.MemberId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A member that a repair took away, and that nothing has replaced yet.
 *
 * @param logicalId a pet's identity; null for cattle
 * @param leftSince when it failed, if that is still known, for its repair may have had to wait; otherwise when that began
 */
public record Predecessor(
        MemberId id, @Nullable LogicalId logicalId, Why why, Instant createdAt, Instant leftSince, Lineage lineage) {
    /** The lineage of the member that replaces this one. */
    Lineage next(Declared declared) {
        return new Lineage(id, lineage.inARow(createdAt, leftSince, declared) + 1);
    }
}
