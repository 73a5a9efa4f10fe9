package dev.drover.provider;

import dev.drover.provider.spi.ProviderSource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What this replica found by itself, and whether it is there now. */
@Component
class Discovered {
    private final Map<String, State> byName = new ConcurrentHashMap<>();

    /**
     * How one is.
     *
     * @param since when it came, or went; of one that was remembered and has not been seen yet, when this replica started
     * @param silence why it cannot be reached, as a sentence; null if it can
     */
    record State(
            ProviderSource source, ProviderSource.Sighting sighting, Instant since, @Nullable String silence) {
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

    /** All that one source found. */
    List<State> by(ProviderSource source) {
        return byName.values().stream().filter(it -> it.source().equals(source)).toList();
    }

    void put(State state) {
        byName.put(state.sighting().name(), state);
    }
}
