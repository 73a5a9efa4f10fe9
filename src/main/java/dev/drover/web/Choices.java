package dev.drover.web;

import com.github.difflib.DiffUtils;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Query parameters whose values are a closed list. */
public final class Choices {
    private static final int LONGEST_SHOWN = 60;

    private Choices() {}

    /**
     * The values of a parameter that may be given more than once; empty if it is not given.
     *
     * @throws Problem if one of them is none of the choices
     */
    public static Set<String> all(String parameter, @Nullable List<String> given, Collection<String> choices) {
        if (given == null) {
            return Set.of();
        }
        List<String> values = given.isEmpty() ? List.of("") : given; // which is how Spring reads an empty one
        values.forEach(it -> check(parameter, it, choices));
        return Set.copyOf(values);
    }

    /**
     * Refuses what is none of the choices, and names the one that may have been meant.
     *
     * @throws Problem if {@code given} is none
     */
    public static void check(String parameter, String given, Collection<String> choices) {
        if (!choices.contains(given)) {
            throw new Problem(
                    ProblemType.MALFORMED,
                    "'" + parameter + "' must be one of " + String.join(", ", choices) + "; '" + shown(given)
                            + "' is none"
                            + nearest(given, choices)
                                    .map(it -> ", did you mean " + it + "?")
                                    .orElse(""));
        }
    }

    private static String shown(String given) {
        return given.length() > LONGEST_SHOWN ? given.substring(0, LONGEST_SHOWN) + "…" : given;
    }

    private static Optional<String> nearest(String given, Collection<String> choices) {
        if (given.length() > LONGEST_SHOWN) {
            return Optional.empty();
        }
        return choices.stream()
                .filter(it -> distance(given, it) <= it.length() / 3 + 1)
                .min(Comparator.comparingInt(it -> distance(given, it)));
    }

    /** How many letters are not in both, in their order. */
    private static int distance(String one, String other) {
        return DiffUtils.diff(letters(one), letters(other)).getDeltas().stream()
                .mapToInt(it -> it.getSource().size() + it.getTarget().size())
                .sum();
    }

    private static List<String> letters(String text) {
        return List.of(text.toLowerCase(Locale.ROOT).split(""));
    }
}
