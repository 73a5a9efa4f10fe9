package dev.drover.provider;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** How long somebody else's code may keep us waiting, all its calls together. For one thread. */
public final class Patience {
    private long nanosLeft;

    private Patience(long nanosLeft) {
        this.nanosLeft = nanosLeft;
    }

    public static Patience of(Duration limit) {
        return new Patience(limit.toNanos());
    }

    /**
     * Calls, and when the time is over interrupts the call and goes on without it.
     *
     * @throws ExecutionException whatever the call threw, as its cause
     */
    public <T> T call(Callable<T> call) throws TimeoutException, ExecutionException, InterruptedException {
        var task = new FutureTask<>(call);
        long begun = System.nanoTime();
        Thread.ofVirtual().name("validate").start(task);
        try {
            return task.get(nanosLeft, TimeUnit.NANOSECONDS);
        } finally {
            task.cancel(true);
            nanosLeft -= System.nanoTime() - begun;
        }
    }
}
