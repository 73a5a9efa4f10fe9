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
        String owner = installation.owner();
        var taken = new Taken(owner);
        try {
            return AskAdapter.ask("the provider '" + provider.name() + "'", () -> {
                provider.instances().describe(Map.of(Labels.OWNER, owner), taken::add);
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
        private final String owner;

        private Taken(String owner) {
            this.owner = owner;
        }

        /** A provider that is no longer waited for must not go on filling the memory. */
        void add(List<Instance> page) {
            if (over.get()) {
                throw new ProviderFailure(ProviderFailure.Kind.RETRYABLE, "nobody waits for this listing any more");
            }
            page.stream()
                    .filter(it -> owner.equals(it.labels().get(Labels.OWNER)))
                    .forEach(it -> byId.put(it.id().value(), it));
        }

        List<Instance> sorted() {
            return List.copyOf(byId.values());
        }
    }
}
