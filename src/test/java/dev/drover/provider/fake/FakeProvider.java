package dev.drover.provider.fake;

import dev.drover.provider.fake.Faults.Call;
import dev.drover.provider.spi.Capabilities;
import dev.drover.provider.spi.DestroyReason;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.InstanceProvider;
import dev.drover.provider.spi.Labels;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderFailure.Kind;
import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.ProvisionRequest;
import dev.drover.provider.spi.Token;
import dev.drover.provider.spi.Violation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Instances in memory, with faults. It promises no more than the interface does: a token is free again once its instance
 * was destroyed. Thread-safe.
 */
public final class FakeProvider implements InstanceProvider {
    private static final JsonNode SCHEMA = JsonMapper.shared().readTree("""
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "type": "object",
              "additionalProperties": false,
              "properties": { "image": { "type": "string" }, "x": { "type": "integer" } }
            }
            """);
    private static final int PAGE = 2;

    private final Capabilities capabilities;
    private final Faults faults = new Faults();
    private final Map<ProviderId, Instance> instances = new LinkedHashMap<>();
    private final List<ProvisionRequest> provisioned = new ArrayList<>();
    private final List<Consumer<Instance>> watchers = new CopyOnWriteArrayList<>();
    private @Nullable List<Instance> frozen;
    private int capacity = Integer.MAX_VALUE;
    private boolean keepsLabels;
    private int made;

    /** A provider that can do everything, and whose listings do not lag. */
    public FakeProvider() {
        this(new Capabilities(true, true, true, true, false, true, Duration.ofSeconds(30), Duration.ZERO, 16));
    }

    public FakeProvider(Capabilities capabilities) {
        this.capabilities = capabilities;
    }

    public Faults faults() {
        return faults;
    }

    /** More instances than this are refused with {@link Kind#OUT_OF_CAPACITY}. */
    public synchronized void capacity(int most) {
        capacity = most;
    }

    /** Whether labels cannot be taken away. */
    public synchronized void keepLabels(boolean keeps) {
        keepsLabels = keeps;
    }

    /** From now on, listings and {@code find} show what is now. */
    public synchronized void freezeListings() {
        frozen = List.copyOf(instances.values());
    }

    public synchronized void thawListings() {
        frozen = null;
    }

    /** What there really is, whatever listings show. */
    public synchronized List<Instance> instances() {
        return List.copyOf(instances.values());
    }

    /** Every request that took effect, in order. */
    public synchronized List<ProvisionRequest> provisioned() {
        return List.copyOf(provisioned);
    }

    /** Puts an instance there, as somebody else would. */
    public void add(Instance instance) {
        set(instance);
        push(instance);
    }

    /** Gives the instance this phase, as it would happen by itself. */
    public void phase(ProviderId id, Phase phase) {
        Instance before = existing(id);
        Instance changed = new Instance(
                id, before.token(), before.labels(), phase, before.addresses(), before.ports(), "became " + phase);
        if (phase == Phase.GONE) {
            remove(id);
        } else {
            set(changed);
        }
        push(changed);
    }

    /** The instance is gone, and nobody says so: only the next listing tells. */
    public void lose(ProviderId id) {
        remove(id);
    }

    @Override
    public synchronized Capabilities capabilities() {
        return new Capabilities(
                capabilities.idempotentCreate(),
                capabilities.labels(),
                capabilities.unlabel() && !keepsLabels,
                capabilities.watch(),
                capabilities.hostBound(),
                capabilities.attachments(),
                capabilities.createTimeout(),
                capabilities.consistencyWindow(),
                capabilities.maxConcurrentCalls());
    }

    @Override
    public JsonNode schema() {
        return SCHEMA;
    }

    @Override
    public List<Violation> validate(JsonNode properties) {
        faults.before(Call.VALIDATE);
        return properties.path("image").asString("").equals("broken")
                ? List.of(new Violation("/image", "there is no image broken"))
                : List.of();
    }

    @Override
    public Map<String, Integer> ports(JsonNode properties, int index) {
        return Map.of();
    }

    @Override
    public Instance provision(ProvisionRequest request) {
        faults.before(Call.PROVISION);
        if (request.properties().path("image").asString("").equals("broken")) {
            throw new ProviderFailure(Kind.REJECTED, "there is no image broken");
        }
        Instance instance = make(request);
        faults.after(Call.PROVISION);
        return instance;
    }

    @Override
    public Optional<Instance> find(Token token) {
        faults.before(Call.FIND);
        return shown().stream()
                .filter(instance -> token.equals(instance.token()))
                .findFirst();
    }

    @Override
    public void label(ProviderId id, Map<String, String> labels) {
        faults.before(Call.LABEL);
        Instance before = existing(id);
        Map<String, String> merged = new HashMap<>(before.labels());
        merged.putAll(labels);
        String given = labels.get(Labels.TOKEN);
        Token token = before.token() == null && given != null ? new Token(given) : before.token();
        set(new Instance(id, token, merged, before.phase(), before.addresses(), before.ports(), before.detail()));
        faults.after(Call.LABEL);
    }

    @Override
    public void unlabel(ProviderId id, Set<String> keys) {
        if (!capabilities().unlabel()) {
            throw new UnsupportedOperationException("labels stay here");
        }
        faults.before(Call.UNLABEL);
        Instance before = existing(id);
        Map<String, String> left = new HashMap<>(before.labels());
        left.keySet().removeAll(keys);
        set(new Instance(
                id, before.token(), left, before.phase(), before.addresses(), before.ports(), before.detail()));
        faults.after(Call.UNLABEL);
    }

    @Override
    public Destroyed destroy(ProviderId id, Token token, DestroyReason why) {
        faults.before(Call.DESTROY);
        Destroyed destroyed = removeIfOf(id, token);
        faults.after(Call.DESTROY);
        return destroyed;
    }

    @Override
    public void describe(Map<String, String> labels, Consumer<List<Instance>> page) {
        faults.before(Call.DESCRIBE);
        List<Instance> found = shown().stream()
                .filter(instance -> instance.labels().entrySet().containsAll(labels.entrySet()))
                .toList();
        for (int from = 0; from < found.size(); from += PAGE) {
            page.accept(found.subList(from, Math.min(found.size(), from + PAGE)));
            faults.after(Call.DESCRIBE);
        }
    }

    @Override
    public Watch watch(Consumer<Instance> changed) {
        watchers.add(changed);
        return () -> watchers.remove(changed);
    }

    private synchronized Instance make(ProvisionRequest request) {
        Optional<Instance> first = instances.values().stream()
                .filter(instance -> request.token().equals(instance.token()))
                .findFirst();
        if (capabilities.idempotentCreate() && first.isPresent()) {
            return first.get();
        }
        if (instances.size() >= capacity) {
            throw new ProviderFailure(Kind.OUT_OF_CAPACITY, "there is room for " + capacity + " instances only");
        }
        provisioned.add(request);
        Instance instance = new Instance(
                new ProviderId("fake-" + ++made),
                request.token(),
                request.labels(),
                Phase.RUNNING,
                List.of("127.0.0.1"),
                Map.of(),
                null);
        instances.put(instance.id(), instance);
        return instance;
    }

    private synchronized Destroyed removeIfOf(ProviderId id, Token token) {
        Instance instance = instances.get(id);
        if (instance == null || !token.equals(instance.token())) {
            return Destroyed.GONE_ALREADY;
        }
        instances.remove(id);
        return Destroyed.ACCEPTED;
    }

    private synchronized List<Instance> shown() {
        List<Instance> lagging = frozen;
        return lagging != null ? lagging : List.copyOf(instances.values());
    }

    private synchronized Instance existing(ProviderId id) {
        Instance instance = instances.get(id);
        if (instance == null) {
            throw new ProviderFailure(Kind.REJECTED, "there is no instance " + id);
        }
        return instance;
    }

    private synchronized void set(Instance instance) {
        instances.put(instance.id(), instance);
    }

    private synchronized void remove(ProviderId id) {
        instances.remove(id);
    }

    private void push(Instance instance) {
        for (Consumer<Instance> watcher : watchers) {
            try {
                watcher.accept(instance);
            } catch (RuntimeException e) {
                // A listener's failure is its own.
            }
        }
    }
}
