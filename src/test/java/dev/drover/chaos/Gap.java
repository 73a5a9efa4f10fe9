package dev.drover.chaos;

import java.time.Instant;

/**
 * What was committed between these instants was taken away by restoring the database, or may have been.
 *
 * @param until when nobody acted any more on what was lost
 */
record Gap(Instant from, Instant until) {
    boolean covers(Instant at) {
        return !at.isBefore(from) && !at.isAfter(until);
    }
}
