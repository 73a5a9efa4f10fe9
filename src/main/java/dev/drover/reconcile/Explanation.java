package dev.drover.reconcile;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is not as declared, and why, in sentences for people: the headline, then what blocks most. A group that is as
 * declared needs one sentence.
 *
 * @param generation the newest declaration
 * @param converged whether the group is as declared
 */
record Explanation(String name, long generation, boolean converged, List<Sentence> sentences) implements Sentences {
    Explanation {
        sentences = List.copyOf(sentences);
    }

    /**
     * One thing that a person should know.
     *
     * @param about the type of a condition, what is waited for, or one of "member", "pass", "lastError"
     * @param sentence what is so, and why
     * @param since null if that is not known
     * @param next what happens next, or what lifts it; null if nothing is to happen
     * @param at when that happens, at the latest; null if only an event brings it
     * @param members whom it concerns; empty if it is the group's matter
     */
    record Sentence(
            String about,
            String sentence,
            @Nullable Instant since,
            @Nullable String next,
            @Nullable Instant at,
            List<String> members) {
        Sentence {
            members = List.copyOf(members);
        }

        String text() {
            return next == null ? sentence : sentence + " " + next;
        }
    }
}
