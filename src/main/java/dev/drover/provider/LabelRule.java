package dev.drover.provider;

import dev.drover.provider.spi.Labels;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Labels that every provider can carry, and that are not Drover's own. */
public final class LabelRule {
    private static final int MAX_KEY = 128;
    private static final int MAX_VALUE = 256;

    private LabelRule() {}

    /** Checks an object of labels; values that are no strings are left to the schema. */
    public static void check(JsonNode labels, String pointer, Findings findings) {
        labels.forEachEntry((key, value) -> problem(key, value.isString() ? value.stringValue() : "")
                .ifPresent(message -> findings.add(Pointers.child(pointer, key), message)));
    }

    /** What is wrong with a label; empty if nothing is. */
    public static Optional<String> problem(String key, String value) {
        if (key.isBlank()) {
            return Optional.of("a label's key must not be empty");
        }
        if (length(key) > MAX_KEY) {
            return Optional.of("a label's key has at most " + MAX_KEY + " characters, this one has " + length(key));
        }
        if (length(value) > MAX_VALUE) {
            return Optional.of(
                    "a label's value has at most " + MAX_VALUE + " characters, this one has " + length(value));
        }
        if ((key + value).chars().anyMatch(Character::isISOControl)) {
            return Optional.of("a label must not hold control characters");
        }
        if (key.startsWith(Labels.PREFIX) && !key.equals(Labels.SELF)) {
            return Optional.of("labels that begin with 'drover.' are Drover's own, except 'drover.self'");
        }
        return Optional.empty();
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
