package dev.drover.history;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Looks whether something new is settled, for those who follow history: once for all of this replica, and only while there are any.
 * Each of them reads it by itself, at its own pace. When the application ends they are told before its web server stops.
 */
@Component
class Tail {
    private static final Logger LOG = LoggerFactory.getLogger(Tail.class);

    private final SettledHistory history;
    private final StreamSettings settings;
    private Position newest = Position.BEGINNING;
    private int readers;
    private boolean looking;
    private boolean closed;
    /** Another one when those who came until then cannot go on. */
    private volatile Object era = new Object();

    Tail(SettledHistory history, StreamSettings settings) {
        this.history = history;
        this.settings = settings;
    }

    /** Empty if there are as many readers as there may be, or the application ends. */
    synchronized Optional<Reader> enter() {
        if (closed || readers >= settings.readers()) {
            return Optional.empty();
        }
        readers++;
        if (!looking) {
            looking = true;
            Thread.ofVirtual().name("tail of history").start(this::look);
        }
        return Optional.of(new Reader(era));
    }

    private void look() {
        while (isWanted()) {
            try {
                found(history.bounds().newest());
            } catch (RuntimeException databaseAway) {
                LOG.debug("nobody knows what is new: {}", databaseAway.getMessage());
            }
            if (!slept()) {
                return;
            }
        }
    }

    private synchronized boolean isWanted() {
        looking = readers > 0 && !closed;
        return looking;
    }

    private synchronized void found(Position now) {
        if (now.isBefore(newest)) {
            // A failover lost what was read already. What comes now may have smaller ids than what the readers have
            // seen.
            LOG.warn("history ended at {} and now ends at {}: those who follow it have to resume", newest, now);
            era = new Object();
        }
        if (!now.equals(newest)) {
            newest = now;
            notifyAll();
        }
    }

    private boolean slept() {
        try {
            Thread.sleep(settings.look());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @EventListener(ContextClosedEvent.class)
    synchronized void close() {
        closed = true;
        era = new Object();
        notifyAll();
    }

    /** One who follows history. */
    final class Reader implements AutoCloseable {
        private final Object since;

        private Reader(Object since) {
            this.since = since;
        }

        /** Whether it can go on. */
        boolean isOpen() {
            return era == since;
        }

        /** The newest settled place: as soon as it is beyond this one, when the time is over, or when it cannot go on. */
        Position awaitBeyond(Position place, Duration longest) throws InterruptedException {
            long end = System.nanoTime() + longest.toNanos();
            synchronized (Tail.this) {
                long left = longest.toNanos();
                while (left > 0 && isOpen() && !place.isBefore(newest)) {
                    TimeUnit.NANOSECONDS.timedWait(Tail.this, left);
                    left = end - System.nanoTime();
                }
                return newest;
            }
        }

        @Override
        public void close() {
            synchronized (Tail.this) {
                readers--;
            }
        }
    }
}
