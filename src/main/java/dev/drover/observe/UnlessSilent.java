package dev.drover.observe;

import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.InstanceProvider;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.spec.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Lists a provider for as long as it tells something. A listing may take as long as it has pages, but one that hangs would
 * never be followed by another: it is interrupted, and left to itself if that does not help.
 */
final class UnlessSilent {
    private static final Duration LEAST = Duration.ofSeconds(60);
    private static final int INTERVALS = 3;

    private final Duration limit;
    private volatile long heard = System.nanoTime();
    private volatile boolean cut;

    UnlessSilent(Duration limit) {
        this.limit = limit;
    }

    /** For a provider that is listed this often. */
    static UnlessSilent of(Duration interval) {
        Duration several = interval.multipliedBy(INTERVALS);
        return new UnlessSilent(several.compareTo(LEAST) > 0 ? several : LEAST);
    }

    /** As {@link InstanceProvider#describe}, with the same failures; pages arrive on another thread, but never after this returns. */
    void describe(InstanceProvider provider, Map<String, String> labels, Consumer<List<Instance>> page) {
        var task = new FutureTask<Void>(() -> provider.describe(labels, it -> take(it, page)), null);
        Thread.ofVirtual().name("describe").start(task);
        try {
            await(task);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProviderFailure(ProviderFailure.Kind.RETRYABLE, "the listing was stopped with Drover", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } finally {
            cut();
            task.cancel(true);
        }
    }

    private void await(FutureTask<Void> task) throws InterruptedException, ExecutionException {
        while (true) {
            long left = limit.toNanos() - (System.nanoTime() - heard);
            if (left <= 0) {
                throw new ProviderFailure(
                        ProviderFailure.Kind.RETRYABLE,
                        "it listed nothing for " + Durations.format(limit) + ", and was interrupted");
            }
            try {
                task.get(left, TimeUnit.NANOSECONDS);
                return;
            } catch (TimeoutException perhaps) {
                // It may have told something meanwhile.
            }
        }
    }

    private synchronized void take(List<Instance> instances, Consumer<List<Instance>> page) {
        if (cut) {
            throw new ProviderFailure(ProviderFailure.Kind.RETRYABLE, "nobody waits for this listing any more");
        }
        page.accept(instances);
        heard = System.nanoTime();
    }

    /** Waits for the page that is being taken in. */
    private synchronized void cut() {
        cut = true;
    }
}
