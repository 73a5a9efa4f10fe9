package dev.drover.member;

import dev.drover.provider.spi.Capabilities;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A provider's whole listing, by token. What carries no token is none of our members. */
public final class Listing {
    private final String provider;
    private final Instant begun;
    private final Duration interval;
    private final Capabilities capabilities;
    private final Map<Token, List<Instance>> instances = new HashMap<>();

    /** @param begun before the provider was asked */
    public Listing(String provider, Instant begun, Duration interval, Capabilities capabilities) {
        this.provider = provider;
        this.begun = begun;
        this.interval = interval;
        this.capabilities = capabilities;
    }

    /** Adds a page. */
    public void add(List<Instance> page) {
        for (Instance instance : page) {
            Token token = instance.token();
            if (token != null) {
                instances.computeIfAbsent(token, it -> new ArrayList<>()).add(instance);
            }
        }
    }

    /**
     * The instance of a member.
     *
     * @param id the one that it is bound to, whatever else carries its token; null takes any
     */
    Optional<Instance> find(Token token, @Nullable ProviderId id) {
        return instances.getOrDefault(token, List.of()).stream()
                .filter(it -> id == null || id.equals(it.id()))
                .findFirst();
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
