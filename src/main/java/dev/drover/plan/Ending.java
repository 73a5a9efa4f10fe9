package dev.drover.plan;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * How a forecast ends.
 *
 * @param condition what keeps the group from being as declared; null if nothing does, if that is not known, or if it has no name
 * @param message a sentence for people
 */
public record Ending(State state, Condition.@Nullable Type condition, String message) {

    /** The group is as declared, or never will be by itself. */
    static Ending of(Plan last) {
        if (last.converged()) {
            return new Ending(State.CONVERGED, null, message(last, Condition.Type.CONVERGED));
        }
        return last.conditions().stream()
                .filter(Ending::blocks)
                .min(Comparator.comparing((Condition it) -> !it.type().lasting())
                        .thenComparing(Condition::type))
                .map(it -> new Ending(State.BLOCKED, it.type(), it.message()))
                .orElseGet(() -> new Ending(State.BLOCKED, null, message(last, Condition.Type.READY)));
    }

    /** Further than that nobody looked. */
    static Ending unfinished(Plan last) {
        return new Ending(
                State.OPEN, null, "the forecast is cut off here: " + message(last, Condition.Type.READY) + " so far");
    }

    static Ending deleted() {
        return new Ending(State.GONE, null, "the group is gone");
    }

    private static boolean blocks(Condition condition) {
        return condition.type() != Condition.Type.CONVERGED && condition.type() != Condition.Type.READY;
    }

    private static String message(Plan plan, Condition.Type type) {
        return plan.conditions().stream()
                .filter(it -> it.type() == type)
                .map(Condition::message)
                .findFirst()
                .orElse("");
    }

    /** What it comes to. */
    public enum State {
        CONVERGED("converged"),
        BLOCKED("blocked"),
        GONE("gone"),
        OPEN("open");

        private final String text;

        State(String text) {
            this.text = text;
        }

        /** The name that users see. */
        public String text() {
            return text;
        }
    }
}
