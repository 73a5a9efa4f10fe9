package dev.drover.observe;

import dev.drover.provider.spi.Capabilities;
import dev.drover.provider.spi.DestroyReason;
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
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** A provider that can be listed, in a way that a test decides, and nothing else. */
final class ListedOnly implements InstanceProvider {
    private final Consumer<Consumer<List<Instance>>> listing;

    /** @param listing gives pages to whoever takes them */
    ListedOnly(Consumer<Consumer<List<Instance>>> listing) {
        this.listing = listing;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(true, true, true, false, false, true, Duration.ofSeconds(30), Duration.ZERO, 16);
    }

    @Override
    public void describe(Map<String, String> labels, Consumer<List<Instance>> page) {
        listing.accept(page);
    }

    @Override
    public JsonNode schema() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Violation> validate(JsonNode properties) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, Integer> ports(JsonNode properties, int index) {
        throw new UnsupportedOperationException();
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
}
