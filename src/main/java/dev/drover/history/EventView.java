package dev.drover.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of history, as the API shows it.
 *
 * @param id larger than that of every event before it in its group
 * @param group null if it concerns an instance of no group
 * @param member null if it concerns the group as a whole
 * @param generation the declaration that it belongs to; null if it belongs to none
 * @param actor who asked for it; null if nobody did, and the message says the cause
 */
public record EventView(
        String id,
        Instant at,
        String type,
        @Nullable String group,
        @Nullable String member,
        @Nullable Long generation,
        @Nullable String actor,
        String message) {}
