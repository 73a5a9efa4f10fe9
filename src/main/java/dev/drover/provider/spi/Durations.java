package dev.drover.provider.spi;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads {@code 10s}, {@code 1h30m}, {@code 500ms} and ISO-8601. The JDK reads ISO-8601 alone. */
public final class Durations {
    private static final Pattern WHOLE = Pattern.compile("(\\d{1,9}(ms|[smhd]))+");
    private static final Pattern PART = Pattern.compile("(\\d+)(ms|[smhd])");
    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    private Durations() {}

    /**
     * Reads a duration.
     *
     * @throws IllegalArgumentException if it is no duration, or a negative one
     */
    public static Duration parse(String text) {
        Duration duration = WHOLE.matcher(text).matches() ? sum(text) : iso(text);
        if (duration.isNegative()) {
            throw new IllegalArgumentException("a duration must not be negative, it is " + text);
        }
        return duration;
    }

    private static Duration sum(String text) {
        return PART.matcher(text)
                .results()
                .map(part ->
                        UNITS.getOrDefault(part.group(2), Duration.ZERO).multipliedBy(Long.parseLong(part.group(1))))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static Duration iso(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("expected a duration like 10s, 1h30m, 500ms or PT10S, found " + text, e);
        }
    }
}
