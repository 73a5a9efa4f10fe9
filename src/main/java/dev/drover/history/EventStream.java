package dev.drover.history;

import dev.drover.history.SettledHistory.Stretch;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Shows history to one reader, from a place on. The database is the only buffer: a page is read, the connection is given back, and
 * the next one is read when the reader has taken it.
 */
final class EventStream {
    /** Small, for each reader that is slow has one of them in memory. */
    private static final int PAGE = 200;

    private static final int RETRY_MS = 1000;
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

    private final SettledHistory history;
    private final Tail.Reader tail;
    private final ServerSentEvents out;
    private final Duration heartbeat;
    private final Wanted wanted;
    /** What was forgotten before it began is not missed. */
    private final Position forgotten;

    private Position place;

    EventStream(
            SettledHistory history,
            Tail.Reader tail,
            ServerSentEvents out,
            Duration heartbeat,
            Wanted wanted,
            Start start) {
        this.history = history;
        this.tail = tail;
        this.out = out;
        this.heartbeat = heartbeat;
        this.wanted = wanted;
        this.forgotten = start.forgotten();
        this.place = start.place();
    }

    /**
     * Which events are shown.
     *
     * @param group the group's name; null for all
     * @param types all if there are none
     */
    record Wanted(@Nullable String group, Set<String> types) {
        Wanted {
            types = Set.copyOf(types);
        }

        boolean includes(EventView event) {
            return types.isEmpty() || types.contains(event.type());
        }
    }

    /** Where it begins, and what was forgotten by then. */
    record Start(Position place, Position forgotten) {}

    /**
     * Returns when the application ends, or something was forgotten that the reader has not seen: it is told so when it resumes.
     *
     * @throws IOException if the reader went away, or does not read
     */
    void run() throws IOException, InterruptedException {
        out.greet(place, RETRY_MS);
        while (tail.isOpen()) {
            Position newest = tail.awaitBeyond(place, heartbeat.minusNanos(out.nanosSinceFlush()));
            if (place.isBefore(newest) && !readOn(newest)) {
                return;
            }
            if (out.nanosSinceFlush() >= heartbeat.toNanos()) {
                out.heartbeat(place);
            }
        }
    }

    /** Whether nothing is missing. */
    private boolean readOn(Position newest) throws IOException, InterruptedException {
        try {
            return show(history.between(place, newest, wanted.group(), PAGE));
        } catch (DataAccessException e) {
            LOG.debug("the database is away, and a reader waits: {}", e.getMessage());
            Thread.sleep(RETRY_MS);
            return true;
        }
    }

    private boolean show(Stretch stretch) throws IOException {
        boolean missing = place.isBefore(stretch.forgotten()) && forgotten.isBefore(stretch.forgotten());
        if (missing) {
            return false;
        }
        for (EventView event : stretch.events()) {
            if (wanted.includes(event) && tail.isOpen()) {
                out.event(event);
            }
        }
        out.flush();
        place = stretch.end();
        return true;
    }
}
