package dev.drover.provider;

import dev.drover.provider.spi.InstanceProvider;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The providers that are configured, by the name that a spec's {@code instance.provider} gives. */
public final class Providers {
    private final Map<String, InstanceProvider> byName;

    public Providers(Map<String, ? extends InstanceProvider> byName) {
        this.byName = Collections.unmodifiableMap(new TreeMap<String, InstanceProvider>(byName));
    }

    public Optional<InstanceProvider> provider(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public SortedSet<String> names() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(byName.keySet()));
    }
}
