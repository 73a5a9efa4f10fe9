package dev.drover.observe;

import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.InstanceProvider;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.spec.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lists a provider for as long as it tells something. A listing may take as long as it has pages, but one that hangs would
 * never be followed by another: it is interrupted, and left to itself if that does not help.
 */
final class UnlessSilent {
    private static final Duration LEAST = Duration.ofSeconds(60);
    private static final int INTERVALS = 3;

    /** No listing has so many pages: one that goes on longer tells the same again and again. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Duration limit;
    private final Duration longest;
    private final long begun = System.nanoTime();
    private volatile long heard = begun;
    private volatile boolean cut;
    private volatile @Nullable RuntimeException refused;

    UnlessSilent(Duration limit) {
        this(limit, LONGEST);
    }

    UnlessSilent(Duration limit, Duration longest) {
        this.limit = limit;
        this.longest = longest;
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
            RuntimeException swallowed = refused;
            if (swallowed != null) {
                throw swallowed; // a listing of which a page could not be taken in is not whole, whatever the adapter
                // thinks
            }
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
            long now = System.nanoTime();
            if (now - begun > longest.toNanos()) {
                throw new ProviderFailure(
                        ProviderFailure.Kind.RETRYABLE,
                        "its listing did not end within " + Durations.format(longest) + ", and was interrupted");
            }
            long left = Math.min(limit.toNanos() - (now - heard), longest.toNanos() - (now - begun) + 1);
            if (limit.toNanos() - (now - heard) <= 0) {
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
        try {
            page.accept(whole(instances));
        } catch (RuntimeException e) {
            refused = e;
            throw e;
        }
        heard = System.nanoTime();
    }

    private static List<Instance> whole(List<Instance> instances) {
        if (instances == null || instances.stream().anyMatch(Objects::isNull)) {
            throw new ProviderFailure(ProviderFailure.Kind.RETRYABLE, "it listed something that is no instance");
        }
        return instances;
    }

    /** Waits for the page that is being taken in. */
    private synchronized void cut() {
        cut = true;
    }
}
