package dev.drover.bench;

import dev.drover.provider.spi.Capabilities;
import dev.drover.provider.spi.DestroyReason;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.InstanceProvider;
import dev.drover.provider.spi.Labels;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.ProvisionRequest;
import dev.drover.provider.spi.Token;
import dev.drover.provider.spi.Violation;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers at once, so that what is measured is Drover. An instance's detail is the instant at which its create arrived, in
 * microseconds of this machine's clock. A group with the property {@code hang} never gets an answer.
 */
final class InstantProvider implements InstanceProvider {
    private static final int PAGE = 1000;
    private static final List<String> ADDRESSES = List.of("127.0.0.1");

    private final Duration latency;
    private final Map<Token, Instance> instances = new ConcurrentHashMap<>();
    /** Equal labels are kept once: what a real provider remembers takes no memory of Drover's. */
    private final Map<String, String> words = new ConcurrentHashMap<>();

    InstantProvider(Duration latency) {
        this.latency = latency;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                true, true, true, false, false, false, Duration.ofMinutes(5), Duration.ZERO, Integer.MAX_VALUE);
    }

    @Override
    public JsonNode schema() {
        return JsonMapper.shared().createObjectNode().put("type", "object");
    }

    @Override
    public List<Violation> validate(JsonNode properties) {
        return List.of();
    }

    @Override
    public Map<String, Integer> ports(JsonNode properties, int index) {
        return Map.of();
    }

    @Override
    public Instance provision(ProvisionRequest request) {
        Instant called = Instant.now();
        if (request.properties().has("hang")) {
            sleep(Duration.ofDays(1));
        }
        if (latency.isPositive()) {
            sleep(latency);
        }
        return instances.computeIfAbsent(
                request.token(),
                token -> new Instance(
                        new ProviderId("i-" + token.value()),
                        token,
                        request.labels().entrySet().stream()
                                .collect(Collectors.toUnmodifiableMap(it -> once(it.getKey()), this::value)),
                        Phase.RUNNING,
                        ADDRESSES,
                        Map.of(),
                        String.valueOf(ChronoUnit.MICROS.between(Instant.EPOCH, called))));
    }

    private String value(Map.Entry<String, String> label) {
        boolean unique = Set.of(Labels.TOKEN, Labels.MEMBER).contains(label.getKey());
        return unique ? label.getValue() : once(label.getValue());
    }

    private String once(String word) {
        String first = words.putIfAbsent(word, word);
        return first == null ? word : first;
    }

    private static void sleep(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProviderFailure(ProviderFailure.Kind.UNKNOWN_OUTCOME, "the call was cut", e);
        }
    }

    @Override
    public Optional<Instance> find(Token token) {
        return Optional.ofNullable(instances.get(token));
    }

    @Override
    public void label(ProviderId id, Map<String, String> labels) {
        throw new UnsupportedOperationException("no measurement needs it");
    }

    @Override
    public Destroyed destroy(ProviderId id, Token token, DestroyReason why) {
        return instances.remove(token) == null ? Destroyed.GONE_ALREADY : Destroyed.ACCEPTED;
    }

    @Override
    public void describe(Map<String, String> labels, Consumer<List<Instance>> page) {
        List<Instance> next = new ArrayList<>(PAGE);
        for (Instance instance : instances.values()) {
            next.add(instance);
            if (next.size() == PAGE) {
                page.accept(next);
                next = new ArrayList<>(PAGE);
            }
        }
        if (!next.isEmpty()) {
            page.accept(next);
        }
    }
}
