package dev.drover.plan;

import dev.drover.spec.MemberId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A member that a repair has ended lately.
 *
 * @param replaces the member before it in its line; null if it was the first
 * @param at when it became unhealthy
 */
public record Casualty(MemberId id, @Nullable MemberId replaces, Instant at) {}
