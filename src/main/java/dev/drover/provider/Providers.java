package dev.drover.provider;

import dev.drover.provider.spi.InstanceProvider;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The providers that are configured on this replica, by the name that a spec's {@code instance.provider} gives. */
public final class Providers {
    private final SortedMap<String, ConfiguredProvider> byName;
    private final Set<String> elsewhere = ConcurrentHashMap.newKeySet();
    private final Map<String, String> hosts = new ConcurrentHashMap<>();

    public Providers(Collection<ConfiguredProvider> providers) {
        SortedMap<String, ConfiguredProvider> sorted = new TreeMap<>();
        providers.forEach(it -> sorted.put(it.name(), it));
        this.byName = Collections.unmodifiableSortedMap(sorted);
    }

    public Optional<ConfiguredProvider> configured(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /**
     * The provider that makes, lists and destroys from this replica. One whose instances belong to another host does so
     * there only: seen from here all of them would be missing.
     */
    public Optional<ConfiguredProvider> here(String name) {
        return configured(name).filter(it -> !elsewhere.contains(name));
    }

    /** The id of the host on which this replica has this provider; empty if its instances belong to no host. */
    Optional<String> host(String name) {
        return Optional.ofNullable(hosts.get(name));
    }

    void isOn(String host, String name) {
        hosts.put(name, host);
    }

    void belongsElsewhere(String name) {
        elsewhere.add(name);
    }

    public Optional<InstanceProvider> provider(String name) {
        return configured(name).map(ConfiguredProvider::instances);
    }

    public SortedSet<String> names() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(byName.keySet()));
    }

    public Collection<ConfiguredProvider> all() {
        return byName.values();
    }
}
