package dev.drover.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Query parameters that are instants, as RFC 3339 writes them. */
public final class InstantParameter {
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private InstantParameter() {}

    /** Reads one; null if there is none. */
    public static @Nullable Instant read(String parameter, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            Instant instant = OffsetDateTime.parse(text).toInstant();
            if (!instant.isBefore(FIRST) && !instant.isAfter(LAST)) {
                return instant;
            }
        } catch (DateTimeException e) {
            // the sentence below says what is expected
        }
        throw new Problem(
                ProblemType.MALFORMED,
                "'" + parameter + "' must be an instant like 2026-07-01T12:00:00Z"
                        + (text.contains(" ") ? "; a + in it is written %2B" : ""));
    }
}
