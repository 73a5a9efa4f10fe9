package dev.drover.group;

import dev.drover.spec.Amount;
import dev.drover.spec.Durations;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * A spec that may be wrong anywhere, for rules that look at single values of it: what cannot be used is empty, what is not
 * there is its default.
 */
record Declaration(JsonNode tree) {
    boolean has(String pointer) {
        return !tree.at(pointer).isMissingNode();
    }

    JsonNode at(String pointer) {
        return tree.at(pointer);
    }

    Optional<String> string(String pointer) {
        return Optional.of(at(pointer)).filter(JsonNode::isString).map(JsonNode::stringValue);
    }

    Optional<Integer> integer(String pointer, int whenAbsent) {
        return value(pointer, whenAbsent, Declaration::integer);
    }

    Optional<Duration> duration(String pointer, Duration whenAbsent) {
        return value(
                pointer,
                whenAbsent,
                node -> Optional.of(node)
                        .filter(JsonNode::isString)
                        .flatMap(text -> attempt(() -> Durations.parse(text.stringValue()))));
    }

    Optional<Amount> amount(String pointer, Amount whenAbsent) {
        return value(
                pointer,
                whenAbsent,
                node -> node.isString()
                        ? attempt(() -> Amount.parse(node.stringValue()))
                        : integer(node).flatMap(count -> attempt(() -> Amount.count(count))));
    }

    private <T> Optional<T> value(String pointer, T whenAbsent, Function<JsonNode, Optional<T>> read) {
        return has(pointer) ? read.apply(at(pointer)) : Optional.of(whenAbsent);
    }

    private static Optional<Integer> integer(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToInt() ? Optional.of(node.intValue()) : Optional.empty();
    }

    private static <T> Optional<T> attempt(Supplier<T> parse) {
        try {
            return Optional.of(parse.get());
        } catch (IllegalArgumentException unusable) {
            return Optional.empty();
        }
    }
}
