package dev.drover.work;

import com.github.kagkarlsson.scheduler.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The one clock: Postgres's. Replicas agree on it however their own clocks run. Tests move it forward with {@link #step}.
 * Microseconds are the finest unit, as in the database, so that an instant survives being stored.
 */
@Component
public class DatabaseClock implements Clock, InstantSource {
    private final JdbcClient jdbc;
    private final AtomicReference<Duration> stepped = new AtomicReference<>(Duration.ZERO);

    DatabaseClock(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Instant now() {
        return of(unstepped());
    }

    /** What Postgres says, whatever a test has done to this clock. */
    Instant unstepped() {
        return jdbc.sql("select clock_timestamp()")
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }

    /** What {@link #now} says when Postgres's {@code clock_timestamp()} is this: for a statement that asks for it by the way. */
    public Instant of(Instant clockTimestamp) {
        return clockTimestamp.plus(stepped.get());
    }

    /** The same, for those who know no more of a clock. */
    @Override
    public Instant instant() {
        return now();
    }

    /** Moves the clock forward. */
    public void step(Duration by) {
        stepped.accumulateAndGet(by, Duration::plus);
    }
}
