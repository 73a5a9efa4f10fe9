package dev.drover.plan;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A job that runs again and again, and is due at one instant at a time. */
final class Due {
    private final Timeline time;
    private final Runnable job;
    private @Nullable Instant due;

    Due(Timeline time, Runnable job) {
        this.time = time;
        this.job = job;
    }

    /** Makes the job due at this instant, if it is not due earlier. */
    void at(Instant instant) {
        if (due == null || instant.isBefore(due)) {
            due = instant;
            time.at(instant, () -> run(instant));
        }
    }

    void in(Duration delay) {
        at(time.now().plus(delay));
    }

    private void run(Instant instant) {
        if (instant.equals(due)) {
            due = null;
            job.run();
        }
    }
}
