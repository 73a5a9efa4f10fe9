package dev.drover.provider;

import dev.drover.provider.spi.FlavorProvider;
import dev.drover.provider.spi.KnownFlavors;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The flavors of this replica, by the name that a spec's {@code flavor.provider} gives: those that are configured, and those that
 * were found since. None is ever taken away.
 */
public final class Flavors implements KnownFlavors {
    private final Map<String, FlavorProvider> byName;
    private final Map<String, String> types;

    /** Flavors that are called as their types are. */
    public Flavors(Map<String, ? extends FlavorProvider> byName) {
        this.types = new ConcurrentHashMap<>();
        this.byName = new ConcurrentHashMap<>(byName);
    }

    /** Takes in one that is configured, or was found. Answers whether its name was free. */
    boolean add(String name, String type, FlavorProvider found) {
        boolean free = byName.putIfAbsent(name, found) == null;
        if (free) {
            types.put(name, type);
        }
        return free;
    }

    @Override
    public Optional<FlavorProvider> flavor(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Which adapter the flavor of this name is. */
    String type(String name) {
        return types.getOrDefault(name, name);
    }

    @Override
    public SortedSet<String> names() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(byName.keySet()));
    }
}
