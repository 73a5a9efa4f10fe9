package dev.drover.work;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Compares this machine's clock with Postgres's, every few seconds. Nothing that is stored rests on this machine's clock; but who
 * reads its logs, or has it check certificates, would be misled.
 */
class ClockSkew implements SmartLifecycle {
    static final Duration TOLERATED = Duration.ofSeconds(2);
    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(ClockSkew.class);

    private final Supplier<Instant> database;
    private final InstantSource own;
    private volatile @Nullable Reading last;
    private @Nullable ScheduledExecutorService measuring;

    ClockSkew(Supplier<Instant> database, InstantSource own) {
        this.database = database;
        this.own = own;
    }

    /**
     * The two clocks at one moment.
     *
     * @param roundTrip how long it took to ask Postgres: the two may be apart by half of that without any clock being wrong
     */
    record Reading(Instant database, Instant own, Duration roundTrip) {
        /** By how much they surely differ. */
        Duration off() {
            Duration apart = Duration.between(database, own).abs().minus(roundTrip.dividedBy(2));
            return apart.isNegative() ? Duration.ZERO : apart;
        }

        boolean tooFar() {
            return off().compareTo(TOLERATED) > 0;
        }
    }

    /** Null until Postgres was asked for the first time. */
    @Nullable
    Reading last() {
        return last;
    }

    void measure() {
        long begun = System.nanoTime();
        Instant before = own.instant();
        Instant theirs = database.get();
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        Reading reading = new Reading(theirs, before.plus(took.dividedBy(2)), took);
        Reading earlier = last;
        last = reading;
        if (reading.tooFar() && (earlier == null || !earlier.tooFar())) {
            LOG.warn(
                    "this machine's clock says {}, and Postgres's {}: this replica is not ready until they agree within 2 s",
                    reading.own(),
                    reading.database());
        }
    }

    private void measureSafely() {
        try {
            measure();
        } catch (RuntimeException e) {
            LOG.debug("the clocks could not be compared: {}", e.getMessage());
        }
    }

    @Override
    public synchronized void start() {
        measureSafely();
        measuring = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("clock").factory());
        ScheduledFuture<?> _ = measuring.scheduleWithFixedDelay(
                this::measureSafely, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void stop() {
        if (measuring != null) {
            measuring.shutdownNow();
            measuring = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return measuring != null;
    }
}
