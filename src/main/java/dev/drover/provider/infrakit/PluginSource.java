package dev.drover.provider.infrakit;

import dev.drover.infrakit.CallFailed;
import dev.drover.infrakit.Interfaces;
import dev.drover.infrakit.PluginName;
import dev.drover.infrakit.Plugins;
import dev.drover.provider.spi.FlavorProvider;
import dev.drover.provider.spi.InstanceProvider;
import dev.drover.provider.spi.ProviderSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/** The plugins of the plugin directory, by their own names: {@code simulator/compute}, or {@code file} for a default object. */
final class PluginSource implements ProviderSource {
    /** One that does not say what it is by then is away. */
    private static final Duration SAYS_WITHIN = Duration.ofSeconds(2);

    /** What a spec can name. */
    private static final int LONGEST_NAME = 128;

    private final Plugins plugins;
    private final InfrakitSettings settings;
    private final Predicate<String> configured;
    private volatile Map<String, String> silent = Map.of();

    /** @param configured whether a provider is configured that makes what an object of this name does */
    PluginSource(Plugins plugins, InfrakitSettings settings, Predicate<String> configured) {
        this.plugins = plugins;
        this.configured = configured;
        this.settings = settings;
    }

    @Override
    public String type() {
        return Remotes.TYPE;
    }

    @Override
    public String place() {
        return plugins.directory().path().toString();
    }

    @Override
    public Duration every() {
        return settings.lookEvery();
    }

    @Override
    public Duration observeEvery() {
        return settings.observeEvery();
    }

    @Override
    public int permits() {
        return settings.permits();
    }

    @Override
    public List<Sighting> look() {
        Map<String, Interfaces> found = new ConcurrentHashMap<>();
        Map<String, String> failed = new ConcurrentHashMap<>();
        try (ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor()) {
            plugins.names()
                    .forEach(name -> asking.execute(() -> {
                        try {
                            found.put(name, plugins.interfaces(name, SAYS_WITHIN));
                        } catch (CallFailed e) {
                            failed.put(name, String.valueOf(e.getMessage()));
                        }
                    }));
        }
        silent = Map.copyOf(failed);
        List<Sighting> sightings = new ArrayList<>();
        found.forEach((plugin, interfaces) -> sightings.addAll(sightings(plugin, interfaces)));
        return sightings;
    }

    /** What only makes groups, as Drover's own entry does, is nothing that specs could name. */
    private List<Sighting> sightings(String plugin, Interfaces interfaces) {
        Map<String, Set<Interfaces.Offer>> byName = new TreeMap<>();
        for (String kind : List.of(Interfaces.INSTANCE, Interfaces.FLAVOR)) {
            interfaces
                    .of(kind)
                    .forEach(it -> byName.computeIfAbsent(
                                    new PluginName(plugin, it.object()).toString(), name -> new LinkedHashSet<>())
                            .add(it));
        }
        return byName.entrySet().stream()
                .filter(it -> it.getKey().length() <= LONGEST_NAME)
                .map(it -> new Sighting(
                        it.getKey(),
                        !configured.test(it.getKey())
                                && it.getValue().stream()
                                        .anyMatch(offer -> offer.name().equals(Interfaces.INSTANCE)),
                        it.getValue().stream().anyMatch(offer -> offer.name().equals(Interfaces.FLAVOR)),
                        it.getValue().stream().map(Interfaces.Offer::versioned).toList()))
                .filter(it -> it.instances() || it.flavor())
                .toList();
    }

    @Override
    public String silence(String name) {
        String plugin = PluginName.parse(name).plugin();
        String why = silent.get(plugin);
        if (why != null) {
            return why;
        }
        try {
            return "plugin '" + plugin + "' at " + plugins.directory().endpoint(plugin) + " does not offer it any more";
        } catch (CallFailed e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Override
    public InstanceProvider instances(String name) {
        return new PluginInstances(remote(name));
    }

    @Override
    public FlavorProvider flavor(String name) {
        return new PluginFlavor(remote(name));
    }

    private Remote remote(String name) {
        return new Remote(PluginName.parse(name), plugins, settings.ofPlugins());
    }
}
