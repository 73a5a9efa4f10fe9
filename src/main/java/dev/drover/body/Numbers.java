package dev.drover.body;

import java.math.BigDecimal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Reads numbers, and only such as a double holds exactly (RFC 7493): others would come out of the canonical form, and of
 * many a reader, as different numbers than were written.
 */
final class Numbers {
    static final int MAX_LENGTH = 64;
    private static final BigDecimal MAX_LONG = BigDecimal.valueOf(Long.MAX_VALUE);

    private Numbers() {}

    /** @throws IllegalArgumentException with a sentence for the user */
    static JsonNode read(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a number has at most " + MAX_LENGTH + " characters: write it as a string");
        }
        var exact = exact(text);
        double closest = exact.doubleValue();
        if (!Double.isFinite(closest) || new BigDecimal(Double.toString(closest)).compareTo(exact) != 0) {
            throw unkept(text);
        }
        // Only then is it small enough to be written out: an exponent can be a gigabyte of zeros.
        return closest == Math.rint(closest) ? integer(exact) : JsonNodeFactory.instance.numberNode(closest);
    }

    private static BigDecimal exact(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException exponentTooLarge) {
            throw unkept(text);
        }
    }

    private static JsonNode integer(BigDecimal exact) {
        if (exact.abs().compareTo(MAX_LONG) > 0) {
            return JsonNodeFactory.instance.numberNode(exact.toBigIntegerExact());
        }
        long value = exact.longValueExact();
        return value == (int) value
                ? JsonNodeFactory.instance.numberNode((int) value)
                : JsonNodeFactory.instance.numberNode(value);
    }

    private static IllegalArgumentException unkept(String text) {
        return new IllegalArgumentException(
                "the number " + text + " is too large or too exact to be kept as it is: write it as a string");
    }
}
