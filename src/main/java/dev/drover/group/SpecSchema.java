package dev.drover.group;

import dev.drover.group.Adapter.Part;
import dev.drover.provider.Flavors;
import dev.drover.provider.JsonSchema;
import dev.drover.provider.Patience;
import dev.drover.provider.Providers;
import dev.drover.provider.spi.FlavorProvider;
import dev.drover.provider.spi.InstanceProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * The schema of a whole spec, with the properties of every configured provider and flavor. There is one: what editors are
 * shown is what specs are validated with. Thread-safe.
 */
final class SpecSchema {
    private static final Logger LOG = LoggerFactory.getLogger(SpecSchema.class);

    /** What a user wrote in properties might be a secret. */
    private static final List<String> SECRETS =
            Arrays.stream(Part.values()).map(part -> part.properties() + "/").toList();

    private final Providers providers;
    private final Flavors flavors;
    private final Map<Part, SortedSet<String>> names = new EnumMap<>(Part.class);
    private final Map<Part, SortedMap<String, JsonNode>> known = new EnumMap<>(Part.class);
    private JsonSchema composed;

    private SortedSet<String> others = new TreeSet<>();

    SpecSchema(Providers providers, Flavors flavors) {
        this.providers = providers;
        this.flavors = flavors;
        names.putAll(now());
        this.composed = composed();
    }

    /** Takes in which providers only other replicas have: a spec may name them, with any properties. */
    synchronized SortedSet<String> others(Collection<String> others) {
        this.others = new TreeSet<>(others);
        return Objects.requireNonNull(now().get(Part.INSTANCE));
    }

    /** What is known now: adapters may have been found since the last time. */
    synchronized JsonSchema current() {
        Map<Part, SortedSet<String>> now = now();
        if (!now.equals(names)) {
            names.putAll(now);
            composed = composed();
        }
        return composed;
    }

    private Map<Part, SortedSet<String>> now() {
        SortedSet<String> all = new TreeSet<>(providers.names());
        all.addAll(others);
        return Map.of(Part.INSTANCE, all, Part.FLAVOR, flavors.names());
    }

    private JsonSchema composed() {
        return new JsonSchema(ComposedSchema.of(names, known), SECRETS);
    }

    /** What is known now, and surely what these checks have learnt: others learn and forget at the same time. */
    synchronized JsonSchema current(Stream<PartCheck<?>> checks) {
        checks.forEach(it -> it.remind(this));
        return current();
    }

    /**
     * Takes in what an adapter says of its properties.
     *
     * @throws RuntimeException if that is no schema
     */
    synchronized void learn(Adapter adapter, JsonNode properties) {
        if (properties.equals(schemas(adapter).get(adapter.name()))) {
            return;
        }
        forget(adapter);
        new JsonSchema(properties).initialize();
        schemas(adapter).put(adapter.name(), properties.deepCopy());
        composed = composed();
    }

    /** An adapter that cannot be asked now does not refuse anything. */
    synchronized void forget(Adapter adapter) {
        if (schemas(adapter).remove(adapter.name()) != null) {
            composed = composed();
        }
    }

    private SortedMap<String, JsonNode> schemas(Adapter adapter) {
        return known.computeIfAbsent(adapter.part(), part -> new TreeMap<>());
    }

    /** The schema as a document, after every adapter has been asked. One that does not answer is left out. */
    JsonNode document(Duration limit) {
        try (ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor()) {
            adapters().forEach(adapter -> asking.execute(() -> ask(adapter, limit)));
        }
        return current().document();
    }

    private void ask(Adapter adapter, Duration limit) {
        try {
            learn(adapter, Patience.of(limit).call(adapter.schema()::get));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            forget(adapter);
            LOG.warn("{} did not say what its properties are: {}", adapter.who(), String.valueOf(e.getMessage()));
        }
    }

    private List<Adapter> adapters() {
        List<Adapter> adapters = new ArrayList<>();
        providers.names().forEach(name -> providers.provider(name).ifPresent(it -> adapters.add(provider(name, it))));
        flavors.names().forEach(name -> flavors.flavor(name).ifPresent(it -> adapters.add(flavor(name, it))));
        return adapters;
    }

    static Adapter provider(String name, InstanceProvider provider) {
        return new Adapter(Part.INSTANCE, name, provider::schema);
    }

    static Adapter flavor(String name, FlavorProvider flavor) {
        return new Adapter(Part.FLAVOR, name, flavor::schema);
    }
}
