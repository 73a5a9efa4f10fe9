package dev.drover.spec;

import java.time.Duration;

/**
 * How the work of a member is stopped before its instance is destroyed.
 *
 * @param timeout how long that may take
 * @param onTimeout what becomes of a member whose work does not stop
 */
public record DrainPolicy(Duration timeout, OnTimeout onTimeout) {
    public static final DrainPolicy DEFAULT = new DrainPolicy(Duration.ofMinutes(5), OnTimeout.DESTROY);

    public enum OnTimeout {
        DESTROY,
        /** It is left alone, and the group says so. */
        KEEP
    }
}
