package dev.drover.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of history, about to be written.
 *
 * @param group the group's id; null if it concerns an instance of no group
 * @param member the member's number; null if it concerns the group as a whole
 * @param generation the declaration that was in force; null if that does not matter
 * @param actor who asked for it; null if nobody did
 * @param message a sentence: what happened and why
 */
public record Event(
        @Nullable Long group,
        @Nullable Integer member,
        EventType type,
        Instant at,
        @Nullable Long generation,
        @Nullable String actor,
        String message) {
    /** An event that nobody asked for: its message says the cause. */
    public static Event caused(long group, @Nullable Integer member, EventType type, Instant at, String message) {
        return new Event(group, member, type, at, null, null, message);
    }
}
