package dev.drover.instance;

import dev.drover.provider.CallSettings;
import dev.drover.provider.ConfiguredProvider;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Labels;
import dev.drover.provider.spi.Token;
import dev.drover.web.Problem;
import dev.drover.web.ProblemType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.springframework.stereotype.Component;

/**
 * Gives instances that somebody else made our owner label and a token, outside of any group. Each call is in the journal before it
 * is made.
 */
@Component
class LabelByHand {
    /** Others want to call the provider, too. */
    private static final int AT_ONCE = 4;

    private final HandJournal journal;
    private final HandCalls calls;
    private final CallSettings settings;

    LabelByHand(HandJournal journal, HandCalls calls, CallSettings settings) {
        this.journal = journal;
        this.calls = calls;
        this.settings = settings;
    }

    /**
     * Labels those that do not carry a token of ours already.
     *
     * @return all of them, as they are then; one that somebody's member has meanwhile is as it was
     * @throws Problem if one of them surely, or perhaps, got no labels. Those that did keep them, and are given the same next time
     */
    Foreigners label(Foreigners foreigners, List<Instance> wanted, String owner, String actor) {
        ConfiguredProvider provider = foreigners.provider();
        List<Callable<Optional<Instance>>> tasks = wanted.stream()
                .filter(it -> TokenIds.of(it.token()) == null)
                .<Callable<Optional<Instance>>>map(it -> () -> labelled(provider, it, owner, actor))
                .toList();
        Map<String, Instance> now = new HashMap<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(
                Math.min(AT_ONCE, provider.limit()), Thread.ofVirtual().factory())) {
            List<Future<Optional<Instance>>> futures = new ArrayList<>();
            tasks.forEach(it -> futures.add(executor.submit(it)));
            futures.forEach(
                    it -> answer(it).ifPresent(instance -> now.put(instance.id().value(), instance)));
        }
        return foreigners.labelled(now);
    }

    private static Optional<Instance> answer(Future<Optional<Instance>> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem(ProblemType.UNAVAILABLE, "Drover is stopping; nothing was declared, import again");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        }
    }

    private Optional<Instance> labelled(ConfiguredProvider provider, Instance it, String owner, String actor) {
        return calls.make(
                        provider,
                        settings.timeout(),
                        () -> journal.label(provider, it.id().value(), settings.timeout(), actor),
                        call -> {
                            provider.instances().label(it.id(), labels(owner, call.token()));
                            return new Outcome.Labelled();
                        })
                .map(call -> as(it, owner, call));
    }

    private static Map<String, String> labels(String owner, String token) {
        return Map.of(Labels.OWNER, owner, Labels.TOKEN, token);
    }

    private static Instance as(Instance it, String owner, CallByHand call) {
        if (call.state() != CallByHand.State.DONE) {
            throw new Problem(
                    ProblemType.PROVIDER_UNREACHABLE,
                    "the provider '%s' did not label %s, or that is not known: %s; nothing was declared, import again"
                            .formatted(call.provider(), it.id(), call.error()));
        }
        Map<String, String> all = new HashMap<>(it.labels());
        all.putAll(labels(owner, call.token()));
        return new Instance(it.id(), new Token(call.token()), all, it.phase(), it.addresses(), it.ports(), it.detail());
    }
}
