package dev.drover.work;

import com.github.kagkarlsson.scheduler.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/**
 * The database's clock for db-scheduler, whose threads end for good when their clock throws: after a second without a database this
 * replica would answer requests for ever, and never work again. While the database cannot be asked, its time is what it said
 * last and what has passed since.
 */
final class SchedulerClock implements Clock {
    private final DatabaseClock database;
    private volatile @Nullable Reading last;

    SchedulerClock(DatabaseClock database) {
        this.database = database;
    }

    @Override
    public Instant now() {
        try {
            Reading reading = new Reading(database.now(), System.nanoTime());
            last = reading;
            return reading.instant;
        } catch (DataAccessException e) {
            Reading before = last;
            if (before == null) {
                throw e;
            }
            return before.instant.plus(Duration.ofNanos(System.nanoTime() - before.nanos));
        }
    }

    private record Reading(Instant instant, long nanos) {}
}
