package dev.drover.provider.infrakit;

import dev.drover.infrakit.CallFailed;
import dev.drover.provider.spi.FlavorProvider.Drain;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.Token;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The drains of one flavor that are under way. A plugin answers a drain when it is done, which may take long, while Drover asks how
 * far it is: one call waits for the plugin, and whoever asks meanwhile hears that it goes on.
 */
final class Drains {
    /** How long one who asks is kept: most drains are done at once. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** After this nobody waits for the plugin any longer, and the next who asks begins anew. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Remote plugin;
    private final Map<Drained, FutureTask<Drain>> running = new ConcurrentHashMap<>();

    Drains(Remote plugin) {
        this.plugin = plugin;
    }

    /** @throws CallFailed if the drain has failed; the next who asks begins anew */
    Drain drain(Instance instance, Messages.OfInstance question) {
        Drained drained = new Drained(instance.id(), instance.token());
        FutureTask<Drain> task = running.computeIfAbsent(drained, it -> started(it, question));
        try {
            Drain answer = task.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            running.remove(drained, task);
            return answer;
        } catch (TimeoutException e) {
            return Drain.DRAINING;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProviderFailure(
                    ProviderFailure.Kind.RETRYABLE, "the drain was not waited for: Drover is stopping", e);
        } catch (ExecutionException e) {
            running.remove(drained, task);
            throw e.getCause() instanceof CallFailed failure ? failure : new IllegalStateException(e.getCause());
        }
    }

    /** One whose outcome nobody asks for is forgotten after a while. */
    private FutureTask<Drain> started(Drained drained, Messages.OfInstance question) {
        FutureTask<Drain> task = new FutureTask<>(() -> {
            plugin.call("Flavor.Drain", question, Messages.Done.class, LONGEST);
            return Drain.DRAINED;
        });
        Thread.ofVirtual().name("drain " + drained.id()).start(() -> {
            task.run();
            CompletableFuture.delayedExecutor(LONGEST.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> running.remove(drained, task));
        });
        return task;
    }

    /** What is drained. Ids are used again: another token is another instance. */
    private record Drained(ProviderId id, @Nullable Token token) {}
}
