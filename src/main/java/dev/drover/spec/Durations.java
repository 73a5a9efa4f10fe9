package dev.drover.spec;

import java.math.BigInteger;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations as users write them: ISO-8601 like {@code PT1H30M}, or short like {@code 1h30m}. */
public final class Durations {
    /** A hundred years: long enough for every policy, and no sum of a few of them leaves the calendar. */
    public static final Duration MAX = Duration.ofDays(36_500);

    private static final int MAX_LENGTH = 64;
    private static final Pattern ISO =
            Pattern.compile("P(?=[0-9T])([0-9]+D)?(T(?=[0-9])([0-9]+H)?([0-9]+M)?([0-9]+(\\.[0-9]{1,9})?S)?)?");
    private static final Pattern SHORT =
            Pattern.compile("(?=[0-9])([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?");

    /** What {@link #parse} understands, as a regular expression of JSON Schema; it knows nothing of {@link #MAX}. */
    public static final String PATTERN = "^(" + ISO + "|" + SHORT + ")$";

    private static final List<Unit> UNITS = List.of(
            new Unit("d", 86_400_000),
            new Unit("h", 3_600_000),
            new Unit("m", 60_000),
            new Unit("s", 1000),
            new Unit("ms", 1));

    private Durations() {}

    /**
     * Reads a duration, exact to the millisecond.
     *
     * @throws IllegalArgumentException with a sentence for the user if it is none, negative, or longer than {@link #MAX}
     */
    public static Duration parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a duration has at most " + MAX_LENGTH + " characters");
        }
        if (text.indexOf('-') >= 0) {
            throw new IllegalArgumentException("a duration must not be negative, '" + text + "' is");
        }
        var millis = millis(text);
        if (millis.compareTo(BigInteger.valueOf(MAX.toMillis())) > 0) {
            throw tooLong(text);
        }
        return Duration.ofMillis(millis.longValueExact());
    }

    /** Writes a duration in its short form, the largest units first: {@code 1h30m}, {@code 500ms}, {@code 0s}. */
    public static String format(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        var text = new StringBuilder();
        long rest = duration.toMillis();
        for (var unit : UNITS) {
            if (rest >= unit.millis) {
                text.append(rest / unit.millis).append(unit.name);
                rest %= unit.millis;
            }
        }
        return text.toString();
    }

    private static BigInteger millis(String text) {
        var matcher = SHORT.matcher(text);
        if (matcher.matches()) {
            return sum(matcher);
        }
        if (ISO.matcher(text).matches()) {
            return isoMillis(text);
        }
        throw new IllegalArgumentException("a duration is ISO-8601 like PT1H30M, or short like 1h30m with the units "
                + "d h m s ms in this order, each at most once; '" + text + "' is neither");
    }

    private static BigInteger sum(Matcher matcher) {
        var sum = BigInteger.ZERO;
        for (int i = 0; i < UNITS.size(); i++) {
            var unit = UNITS.get(i);
            @Nullable String part = matcher.group(i + 1);
            if (part != null) {
                var count = new BigInteger(part.substring(0, part.length() - unit.name.length()));
                sum = sum.add(count.multiply(BigInteger.valueOf(unit.millis)));
            }
        }
        return sum;
    }

    private static BigInteger isoMillis(String text) {
        try {
            var duration = Duration.parse(text);
            if (!duration.equals(duration.truncatedTo(ChronoUnit.MILLIS))) {
                throw new IllegalArgumentException("a duration is exact to the millisecond, '" + text + "' is finer");
            }
            return BigInteger.valueOf(duration.toMillis());
        } catch (DateTimeParseException | ArithmeticException overflow) {
            throw tooLong(text);
        }
    }

    private static IllegalArgumentException tooLong(String text) {
        return new IllegalArgumentException("a duration is at most " + format(MAX) + ", '" + text + "' is longer");
    }

    private record Unit(String name, long millis) {}
}
