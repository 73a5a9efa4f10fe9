package dev.drover.provider;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Until when somebody else's code may keep us waiting. */
public final class Deadline {
    private final long nanoTime;

    private Deadline(long nanoTime) {
        this.nanoTime = nanoTime;
    }

    public static Deadline in(Duration limit) {
        return new Deadline(System.nanoTime() + limit.toNanos());
    }

    /**
     * Calls, and after the deadline interrupts the call and goes on without it.
     *
     * @throws ExecutionException whatever the call threw, as its cause
     */
    public <T> T call(Callable<T> call) throws TimeoutException, ExecutionException, InterruptedException {
        var task = new FutureTask<>(call);
        Thread.ofVirtual().name("validate").start(task);
        try {
            return task.get(nanoTime - System.nanoTime(), TimeUnit.NANOSECONDS);
        } finally {
            task.cancel(true);
        }
    }
}
