package dev.drover.provider;

import dev.drover.provider.spi.InstanceProvider;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The providers of this replica, by the name that a spec's {@code instance.provider} gives: those that are configured, and those
 * that were found since. None is ever taken away.
 */
public final class Providers {
    private final SortedMap<String, ConfiguredProvider> byName = new ConcurrentSkipListMap<>();
    private final Set<String> elsewhere = ConcurrentHashMap.newKeySet();
    private final Map<String, String> hosts = new ConcurrentHashMap<>();

    public Providers(Collection<ConfiguredProvider> providers) {
        providers.forEach(it -> byName.put(it.name(), it));
    }

    /** Takes in one that was found, unless its name is taken. */
    void add(ConfiguredProvider found) {
        byName.putIfAbsent(found.name(), found);
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
        return Collections.unmodifiableCollection(byName.values());
    }
}
