package dev.drover.provider;

import dev.drover.provider.spi.FlavorProvider;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The flavors that are configured, by the name that a spec's {@code flavor.provider} gives. */
public final class Flavors {
    private final Map<String, FlavorProvider> byName;
    private final Map<String, String> types;

    /** Flavors that are called as their types are. */
    public Flavors(Map<String, ? extends FlavorProvider> byName) {
        this(byName, Map.of());
    }

    Flavors(Map<String, ? extends FlavorProvider> byName, Map<String, String> types) {
        this.types = Map.copyOf(types);
        this.byName = Collections.unmodifiableMap(new TreeMap<String, FlavorProvider>(byName));
    }

    public Optional<FlavorProvider> flavor(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Which adapter the flavor of this name is. */
    String type(String name) {
        return types.getOrDefault(name, name);
    }

    public SortedSet<String> names() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(byName.keySet()));
    }
}
