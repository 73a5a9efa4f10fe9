package dev.drover.instance;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes one call on a thread of its own and writes its outcome, also when nobody waits for it any more. */
final class Caller implements Runnable {
    private final Supplier<Outcome> effect;
    private final Runnable ended;
    private final Consumer<Outcome> write;
    private final CompletableFuture<Void> written = new CompletableFuture<>();
    private @Nullable Thread calling;

    Caller(Supplier<Outcome> effect, Runnable ended, Consumer<Outcome> write) {
        this.effect = effect;
        this.ended = ended;
        this.write = write;
    }

    @Override
    public void run() {
        try {
            write.accept(call());
            written.complete(null);
        } catch (RuntimeException | Error e) {
            written.completeExceptionally(e);
        }
    }

    private Outcome call() {
        begin();
        try {
            return effect.get();
        } finally {
            end();
            ended.run();
        }
    }

    private synchronized void begin() {
        calling = Thread.currentThread();
    }

    /** From here on the thread writes, and that must not be cut. */
    private synchronized void end() {
        calling = null;
        Thread.interrupted();
    }

    /** Interrupts the call, unless it has ended. */
    synchronized void cut() {
        if (calling != null) {
            calling.interrupt();
        }
    }

    /** Returns when the outcome is written; throws what kept it from being written. */
    void await(Duration limit) throws TimeoutException {
        try {
            written.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TimeoutException("interrupted");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        }
    }
}
