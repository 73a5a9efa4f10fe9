package dev.drover.provider;

import dev.drover.provider.spi.ProviderSource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What this replica found by itself, and whether it is there now. */
@Component
class Discovered {
    private final Map<String, State> byName = new ConcurrentHashMap<>();
    private final Set<String> providers = ConcurrentHashMap.newKeySet();
    private final Set<String> flavors = ConcurrentHashMap.newKeySet();

    /**
     * How one is.
     *
     * @param since when it came, or went; of one that was remembered and has not been seen yet, when this replica started
     * @param silence why it cannot be reached, as a sentence; null if it can
     */
    record State(
            ProviderSource source,
            ProviderSource.Sighting sighting,
            Instant since,
            @Nullable String silence) {
        boolean reachable() {
            return silence == null;
        }

        /** The same, as it is now. The time is that of the last turn. */
        State turned(ProviderSource.Sighting now, @Nullable String why, Instant at) {
            return new State(source, now, reachable() == (why == null) ? since : at, why);
        }
    }

    Optional<State> of(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** How the provider of this name is; empty if it is configured. */
    Optional<State> provider(String name) {
        return of(name).filter(it -> providers.contains(name));
    }

    /** How the flavor of this name is; empty if it is configured. */
    Optional<State> flavor(String name) {
        return of(name).filter(it -> flavors.contains(name));
    }

    /** The provider of this name is a found one: nobody configured another. */
    void isProvider(String name) {
        providers.add(name);
    }

    /** The flavor of this name is a found one: nobody configured another. */
    void isFlavor(String name) {
        flavors.add(name);
    }

    /** Whether this name is a found one's, as a provider or as a flavor. */
    boolean counts(String name) {
        return providers.contains(name) || flavors.contains(name);
    }

    /** All that one source found. */
    List<State> by(ProviderSource source) {
        return byName.values().stream().filter(it -> it.source().equals(source)).toList();
    }

    void put(State state) {
        byName.put(state.sighting().name(), state);
    }
}
