package dev.drover.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Simulated time: it goes from one event to the next. */
final class Timeline {
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparing(Event::at).thenComparing(Event::number));
    private Instant now;
    private long number;

    Timeline(Instant start) {
        this.now = start;
    }

    Instant now() {
        return now;
    }

    void after(Duration delay, Runnable what) {
        at(now.plus(delay), what);
    }

    void at(Instant instant, Runnable what) {
        events.add(new Event(instant.isAfter(now) ? instant : now, number++, what));
    }

    Instant nextAt() {
        return events.element().at();
    }

    void step() {
        Event next = events.remove();
        now = next.at();
        next.what().run();
    }

    private record Event(Instant at, long number, Runnable what) {}
}
