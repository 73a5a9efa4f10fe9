package dev.drover.provider.process;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Deletes what is kept for ended members when its time is over, without looking at it in every listing. */
final class Retention {
    private static final int LOOKS = 24;

    private final StateDirectory state;
    private final Clock clock;
    private final Duration kept;
    private Instant next = Instant.MIN;

    Retention(StateDirectory state, Clock clock, Duration kept) {
        this.state = state;
        this.clock = clock;
        this.kept = kept;
    }

    synchronized void purge() {
        Instant now = clock.instant();
        if (now.isBefore(next)) {
            return;
        }
        next = now.plus(kept.dividedBy(LOOKS));
        state.purge(now.minus(kept));
    }
}
