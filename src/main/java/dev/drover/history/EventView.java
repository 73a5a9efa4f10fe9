package dev.drover.history;

import dev.drover.web.Provenance;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of history, as the API shows it.
 *
 * @param id larger than that of every event before it in its group
 * @param group null for what happens outside of any group
 * @param member null if it concerns the group as a whole
 * @param generation the declaration that it belongs to: that caused it, or was in force; null if it belongs to none, like what
 *     happens because the group is deleted
 * @param actor who asked for it; null if nobody did, and the message says the cause
 * @param provenance what was said with the command, or with the declaration that caused it; null if nothing was
 */
public record EventView(
        String id,
        Instant at,
        String type,
        @Nullable String group,
        @Nullable String member,
        @Nullable Long generation,
        @Nullable String actor,
        String message,
        @Nullable Provenance provenance) {
    /** Where it stands in history. */
    Position position() {
        return Position.parse(id).orElseThrow();
    }
}
