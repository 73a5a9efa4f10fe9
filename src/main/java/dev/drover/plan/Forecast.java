package dev.drover.plan;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What becomes of a group if every call succeeds and every new member becomes ready: the planner, run to its end.
 *
 * @param actions in their order
 * @param counts how many actions there are of each kind, all kinds named
 * @param leastReady the fewest members that are ready at any time
 * @param complete whether it goes to the end; otherwise it was too much work, and all it says is true so far
 */
public record Forecast(
        List<Foreseen> actions,
        Map<Foreseen.Kind, Integer> counts,
        Budget budget,
        int leastReady,
        Ending ending,
        List<Warning> warnings,
        boolean complete) {
    /** Enough for a person who waits: about a second. */
    public static final int THOROUGH = 1_000_000;

    /** Enough for what is told beside something else: some milliseconds. */
    public static final int GLANCE = 3_000;

    public Forecast {
        actions = List.copyOf(actions);
        counts = Map.copyOf(counts);
        warnings = List.copyOf(warnings);
    }

    /**
     * Looks ahead from a state. Pure: equal arguments give equal forecasts.
     *
     * @param effort after so many members planned for, in all plans together, it is cut off; one plan is always made
     */
    public static Forecast of(GroupState state, Instant now, int effort) {
        return new LookAhead(state, now, effort).forecast();
    }

    /** How many actions of this kind there are. */
    public int count(Foreseen.Kind kind) {
        return counts.getOrDefault(kind, 0);
    }
}
