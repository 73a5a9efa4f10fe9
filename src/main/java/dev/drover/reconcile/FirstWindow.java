package dev.drover.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The room for creates that a transaction may record as CALLED at once. Whatever is handed over is called after the commit; if this
 * replica dies there, it becomes UNKNOWN at its deadline.
 */
final class FirstWindow {
    private final int room;
    private final Instant calledAt;
    private final Duration timeout;
    private final List<Claim> claims = new ArrayList<>();

    /**
     * @param room how many creates there is a permit for, 0 or more
     * @param calledAt when they count as called, not before the window was opened
     * @param timeout how long one may take
     */
    FirstWindow(int room, Instant calledAt, Duration timeout) {
        this.room = room;
        this.calledAt = calledAt;
        this.timeout = timeout;
    }

    int room() {
        return room;
    }

    Instant calledAt() {
        return calledAt;
    }

    Duration timeout() {
        return timeout;
    }

    void handOver(List<Claim> called) {
        claims.addAll(called);
    }

    List<Claim> claims() {
        return claims;
    }
}
