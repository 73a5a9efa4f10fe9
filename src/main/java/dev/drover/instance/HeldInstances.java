package dev.drover.instance;

import dev.drover.provider.AskAdapter;
import dev.drover.provider.ConfiguredProvider;
import dev.drover.provider.Installation;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Labels;
import dev.drover.provider.spi.ProviderFailure;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.stereotype.Component;

/** Lists a provider now, without believing its filter: only what carries our owner label is ours. */
@Component
class HeldInstances {
    private final Installation installation;

    HeldInstances(Installation installation) {
        this.installation = installation;
    }

    /**
     * Everything of ours, sorted by id.
     *
     * @throws dev.drover.web.Problem if the listing is not whole, or not to be had in time
     */
    List<Instance> of(ConfiguredProvider provider) {
        return carrying(provider, Map.of(Labels.OWNER, installation.owner()));
    }

    /**
     * Everything that carries all of these labels, whoever made it, sorted by id.
     *
     * @throws dev.drover.web.Problem as above
     */
    List<Instance> carrying(ConfiguredProvider provider, Map<String, String> labels) {
        var taken = new Taken(labels);
        try {
            return AskAdapter.ask("the provider '" + provider.name() + "'", () -> {
                provider.instances().describe(labels, taken::add);
                return taken.sorted();
            });
        } finally {
            taken.over.set(true);
        }
    }

    /** The instance of ours with this id. */
    Optional<Instance> find(ConfiguredProvider provider, String id) {
        return of(provider).stream().filter(it -> it.id().value().equals(id)).findFirst();
    }

    private static final class Taken {
        private final SortedMap<String, Instance> byId = new TreeMap<>(Comparator.naturalOrder());
        private final AtomicBoolean over = new AtomicBoolean();
        private final Map<String, String> labels;

        private Taken(Map<String, String> labels) {
            this.labels = labels;
        }

        /** A provider that is no longer waited for must not go on filling the memory. */
        void add(List<Instance> page) {
            if (over.get()) {
                throw new ProviderFailure(ProviderFailure.Kind.RETRYABLE, "nobody waits for this listing any more");
            }
            page.stream()
                    .filter(it -> it.labels().entrySet().containsAll(labels.entrySet()))
                    .forEach(it -> byId.put(it.id().value(), it));
        }

        List<Instance> sorted() {
            return List.copyOf(byId.values());
        }
    }
}
