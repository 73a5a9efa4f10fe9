package dev.drover.group;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a declaration if every call succeeds and every new member becomes ready.
 *
 * @param change none, policy, size or revision
 * @param baseGeneration the generation that it follows; 0 if there is no such group yet
 * @param digest of base generation, spec and actions: the same as long as the same would happen
 * @param complete whether it goes to the end; if not, everything is as far as it was looked at
 * @param counts how many actions there are of each kind
 * @param leastReady the fewest members that are ready at any time on the way
 * @param actions in the order in which they are decided
 */
public record ForecastView(
        String name,
        String change,
        long baseGeneration,
        String digest,
        boolean complete,
        Map<String, Integer> counts,
        int leastReady,
        Budget budget,
        End end,
        List<Warning> warnings,
        List<Action> actions) {
    public ForecastView {
        counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
        warnings = List.copyOf(warnings);
        actions = List.copyOf(actions);
    }

    /**
     * How much room it takes.
     *
     * @param surge the most members above the size at once
     * @param maxSurge how many there may be
     * @param machines the most machines that may exist at once
     * @param ceiling how many creates may bring it to
     */
    public record Budget(int surge, int maxSurge, int machines, int ceiling) {}

    /**
     * How it ends.
     *
     * @param state converged, blocked, gone, or open if it is not complete
     * @param condition what blocks; null if nothing does, or if that is no condition
     */
    public record End(String state, @Nullable String condition, String message) {}

    /** What a reviewer should know. {@code type} is that of a condition, or one of the forecast's own. */
    public record Warning(String type, String message) {}

    /**
     * One effect on the provider.
     *
     * @param action provision, provisionAgain, drain, label or destroy
     * @param member an id; new-1, new-2, ... for members that are yet to be made
     * @param why null if a create is only called again
     * @param because the same as the end of a sentence
     * @param revision that the member has, or gets
     */
    public record Action(
            String action,
            String member,
            @Nullable String why,
            @Nullable String because,
            int revision) {}

    /** The part that the answer to a declaration has. */
    Glance glance(boolean thorough) {
        return new Glance(complete || thorough ? digest : null, complete, counts, leastReady, warnings);
    }

    /**
     * A forecast without its actions.
     *
     * @param digest null if the forecast is not complete, and was not asked for with {@code expect}
     */
    record Glance(
            @Nullable String digest,
            boolean complete,
            Map<String, Integer> counts,
            int leastReady,
            List<Warning> warnings) {}
}
