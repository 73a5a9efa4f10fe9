package dev.drover.group;

import dev.drover.provider.ConfiguredProvider;
import dev.drover.provider.Flavors;
import dev.drover.provider.Providers;
import dev.drover.provider.spi.Allocation;
import dev.drover.provider.spi.Capabilities;
import dev.drover.provider.spi.DestroyReason;
import dev.drover.provider.spi.FlavorProvider;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.InstanceProvider;
import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.ProvisionRequest;
import dev.drover.provider.spi.Token;
import dev.drover.provider.spi.Violation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Adapters that only answer what validation asks. */
final class FakeAdapters {
    private FakeAdapters() {}

    static SpecValidation validation() {
        return new SpecValidation(
                providers(Map.of("process", new FakeProvider(), "simulator", new FakeProvider())),
                new Flavors(Map.of("vanilla", new FakeFlavor())),
                true);
    }

    static Providers providers(Map<String, InstanceProvider> byName) {
        return new Providers(byName.entrySet().stream()
                .map(it -> new ConfiguredProvider(it.getKey(), "fake", it.getValue(), Duration.ofSeconds(10), 64))
                .toList());
    }

    /** Like the process provider: a command, and a port for each name. */
    static class FakeProvider implements InstanceProvider {
        @Override
        public JsonNode schema() {
            return json("""
                    {"type": "object",
                     "additionalProperties": false,
                     "required": ["command"],
                     "properties": {
                       "command": {"type": "array", "minItems": 1, "items": {"type": "string"}},
                       "password": {"type": "string", "pattern": "^[a-z]+$"},
                       "stop": {"enum": ["TERM", "KILL"]},
                       "memory": {"oneOf": [{"type": "integer"}, {"type": "string", "pattern": "^[0-9]+M$"}]},
                       "ports": {"type": "object", "additionalProperties": {"type": "integer", "minimum": 1, "maximum": 65535}}}}
                    """);
        }

        @Override
        public List<Violation> validate(JsonNode properties) {
            return properties.path("command").path(0).asString().startsWith("/")
                    ? List.of()
                    : List.of(new Violation("/command/0", "give the whole path of the command, please"));
        }

        @Override
        public Map<String, Integer> ports(JsonNode properties, int index) {
            Map<String, Integer> ports = new TreeMap<>();
            properties.path("ports").forEachEntry((name, port) -> ports.put(name, port.intValue() + index));
            return ports;
        }

        @Override
        public Capabilities capabilities() {
            return new Capabilities(true, true, true, false, false, false, Duration.ofSeconds(30), Duration.ZERO, 16);
        }

        @Override
        public Instance provision(ProvisionRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Instance> find(Token token) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void label(ProviderId id, Map<String, String> labels) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Destroyed destroy(ProviderId id, Token token, DestroyReason reason) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void describe(Map<String, String> labels, Consumer<List<Instance>> page) {
            throw new UnsupportedOperationException();
        }
    }

    /** Like the vanilla flavor: tags and init lines. It wants an even number of members where it is told so. */
    static class FakeFlavor implements FlavorProvider {
        @Override
        public JsonNode schema() {
            return json("""
                    {"type": "object",
                     "additionalProperties": false,
                     "properties": {
                       "even": {"type": "boolean"},
                       "tags": {"type": "object", "additionalProperties": {"type": "string"}},
                       "init": {"type": "array", "items": {"type": "string"}}}}
                    """);
        }

        @Override
        public List<Violation> validate(JsonNode properties, Allocation allocation) {
            return properties.path("even").asBoolean(false) && allocation.size() % 2 != 0
                    ? List.of(new Violation("/even", "the group has an odd size: " + allocation.size()))
                    : List.of();
        }

        @Override
        public Map<String, String> tags(JsonNode properties) {
            Map<String, String> tags = new TreeMap<>();
            properties.path("tags").forEachEntry((key, value) -> tags.put(key, value.stringValue()));
            return tags;
        }

        @Override
        public boolean pure(JsonNode properties) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ProvisionRequest prepare(JsonNode properties, ProvisionRequest request, Allocation allocation) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Opinion healthy(JsonNode properties, Instance instance) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Drain drain(JsonNode properties, Instance instance) {
            throw new UnsupportedOperationException();
        }
    }

    static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
