package dev.drover.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** A number of members: a count, or a percentage of a group's size. */
public record Amount(int value, boolean percent) {
    private static final Pattern PERCENT = Pattern.compile("(100|[0-9]{1,2})%");

    public Amount {
        if (value < 0 || (percent && value > 100)) {
            throw new IllegalArgumentException("an amount is a count of 0 or more, or a percentage from 0% to 100%");
        }
    }

    public static Amount count(int value) {
        return new Amount(value, false);
    }

    public static Amount percent(int value) {
        return new Amount(value, true);
    }

    /** Reads {@code 3} or {@code "20%"}. */
    @JsonCreator
    public static Amount parse(Object text) {
        if (text instanceof Integer count) {
            return count(count);
        }
        var matcher = PERCENT.matcher(String.valueOf(text));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("an amount is a count like 3 or a percentage like \"20%\", not " + text);
        }
        return percent(Integer.parseInt(matcher.group(1)));
    }

    /** How many members of a group of {@code size} this is, at least {@code atLeast}. */
    public int of(int size, Rounding rounding, int atLeast) {
        if (!percent) {
            return Math.max(value, atLeast);
        }
        long hundredths = (long) value * size;
        long members = rounding == Rounding.UP ? Math.ceilDiv(hundredths, 100L) : hundredths / 100;
        return Math.max((int) members, atLeast);
    }

    @JsonValue
    Object json() {
        return percent ? value + "%" : value;
    }

    @Override
    public String toString() {
        return String.valueOf(json());
    }

    /** What becomes of a fraction of a member. */
    public enum Rounding {
        UP,
        DOWN
    }
}
