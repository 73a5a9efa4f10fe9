package dev.drover.history;

import dev.drover.web.Provenance;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One line of history, about to be written.
 *
 * @param group the group's id; null if it concerns an instance of no group
 * @param member the member's number; null if it concerns the group as a whole
 * @param generation the declaration that it belongs to; null for the one that {@link History} finds
 * @param actor who asked for it; null if nobody did
 * @param message a sentence: what happened and why
 * @param provenance what the one who asked for it says of where that comes from
 * @param data what has to be found in it again by more than people, as an object; null if its other parts say all of that
 */
public record Event(
        @Nullable Long group,
        @Nullable Integer member,
        EventType type,
        Instant at,
        @Nullable Long generation,
        @Nullable String actor,
        String message,
        @Nullable Provenance provenance,
        @Nullable JsonNode data) {
    public Event(
            @Nullable Long group,
            @Nullable Integer member,
            EventType type,
            Instant at,
            @Nullable Long generation,
            @Nullable String actor,
            String message,
            @Nullable Provenance provenance) {
        this(group, member, type, at, generation, actor, message, provenance, null);
    }

    /** An event of which nobody says where it comes from. */
    public Event(
            @Nullable Long group,
            @Nullable Integer member,
            EventType type,
            Instant at,
            @Nullable Long generation,
            @Nullable String actor,
            String message) {
        this(group, member, type, at, generation, actor, message, null);
    }

    /** An event that nobody asked for: its message says the cause. */
    public static Event caused(long group, @Nullable Integer member, EventType type, Instant at, String message) {
        return new Event(group, member, type, at, null, null, message);
    }

    /** The same event with this to be found in it. */
    public Event with(JsonNode found) {
        return new Event(group, member, type, at, generation, actor, message, provenance, found);
    }
}
