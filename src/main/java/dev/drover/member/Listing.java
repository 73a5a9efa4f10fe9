package dev.drover.member;

import dev.drover.provider.spi.Capabilities;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A provider's whole listing, by token. What carries no token is none of our members. */
public final class Listing {
    private final String provider;
    private final Instant begun;
    private final Duration interval;
    private final Capabilities capabilities;
    private final Map<Token, Instance> instances = new HashMap<>();

    /** @param begun before the provider was asked */
    public Listing(String provider, Instant begun, Duration interval, Capabilities capabilities) {
        this.provider = provider;
        this.begun = begun;
        this.interval = interval;
        this.capabilities = capabilities;
    }

    /** Adds a page. */
    public void add(List<Instance> page) {
        page.stream().filter(it -> it.token() != null).forEach(it -> instances.put(token(it), it));
    }

    private static Token token(Instance instance) {
        return Optional.ofNullable(instance.token()).orElseThrow();
    }

    Optional<Instance> find(Token token) {
        return Optional.ofNullable(instances.get(token));
    }

    String provider() {
        return provider;
    }

    Instant begun() {
        return begun;
    }

    Duration interval() {
        return interval;
    }

    Duration window() {
        return capabilities.consistencyWindow();
    }
}
