package dev.drover.plan;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A provider's last whole listing.
 *
 * @param interval how often it is listed
 * @param allMissingSince when the first of the listings began that show none of the provider's members, though there are
 *     at least two; null if the last one showed some
 */
public record Observation(
        Instant startedAt,
        Duration interval,
        Duration duration,
        @Nullable Instant allMissingSince) {

    /** A listing is too old from here on: three intervals, or three times what it took if that is longer. */
    Instant goodUntil() {
        Duration limit = interval.compareTo(duration) > 0 ? interval : duration;
        return startedAt.plus(limit.multipliedBy(3));
    }
}
