package dev.drover.provider.simulator;

import dev.drover.provider.spi.Violation;
import dev.drover.spec.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a spec says of an instance, whatever the knobs say.
 *
 * @param dies how long after it was made
 * @param health one of those that the schema lists
 */
record Properties(
        @Nullable Duration startDelay,
        @Nullable Duration dies,
        @Nullable String health) {
    private static final String START_DELAY = "startDelay";
    private static final String DIES = "dies";

    /** Reads properties without violations. */
    static Properties of(JsonNode properties) {
        return new Properties(
                duration(properties, START_DELAY),
                duration(properties, DIES),
                properties.path("health").asStringOpt().orElse(null));
    }

    /** What the schema cannot say. */
    static List<Violation> violations(JsonNode properties) {
        List<Violation> violations = new ArrayList<>();
        for (String name : List.of(START_DELAY, DIES)) {
            String text = properties.path(name).asString("0s");
            if (!text.contains("{{")) {
                check("/" + name, text, violations);
            }
        }
        return violations;
    }

    private static void check(String pointer, String text, List<Violation> violations) {
        try {
            Durations.parse(text);
        } catch (IllegalArgumentException e) {
            violations.add(new Violation(pointer, String.valueOf(e.getMessage())));
        }
    }

    private static @Nullable Duration duration(JsonNode properties, String name) {
        return properties.has(name) ? Durations.parse(properties.path(name).asString()) : null;
    }
}
