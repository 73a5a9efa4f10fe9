package dev.drover.provider.infrakit;

import dev.drover.infrakit.PluginClient;
import dev.drover.infrakit.PluginDirectory;
import dev.drover.infrakit.PluginName;
import dev.drover.infrakit.Plugins;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderSettings;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Finds plugins as settings name them. */
final class Remotes {
    static final String TYPE = "infrakit";

    private final Optional<PluginDirectory> directory;
    private final PluginClient client;
    private final PluginSettings settings;
    private final Set<Known> providers = ConcurrentHashMap.newKeySet();

    /** @param directory empty if none is configured */
    Remotes(Optional<PluginDirectory> directory, PluginClient client, PluginSettings settings) {
        this.directory = directory;
        this.client = client;
        this.settings = settings;
    }

    /** An object of a plugin, wherever it is. */
    private record Known(PluginDirectory directory, PluginName name) {}

    Optional<PluginDirectory> directory() {
        return directory;
    }

    /**
     * One that makes instances. It is not found once more under its own name: of two that list the same machines each would take
     * those of the other for nobody's.
     *
     * @throws ProviderFailure as {@link #configured}
     */
    Remote provider(ProviderSettings given) {
        Remote remote = configured(given);
        providers.add(new Known(remote.plugins().directory(), remote.name()));
        return remote;
    }

    /** Whether a provider of another name is this one. */
    boolean isProvider(PluginDirectory where, String name) {
        return providers.contains(new Known(where, PluginName.parse(name)));
    }

    /**
     * One that is configured under a name of its own.
     *
     * @throws ProviderFailure {@link ProviderFailure.Kind#REJECTED} with a sentence if the settings do not say which
     */
    Remote configured(ProviderSettings given) {
        Map<String, String> own = given.settings();
        PluginName name = PluginName.parseIfAny(own.get(PluginSettings.PLUGIN));
        if (name == null) {
            throw PluginSettings.rejected(
                    "the setting " + PluginSettings.PLUGIN + " must name the plugin, like 'simulator/compute'");
        }
        PluginDirectory where = PluginDirectory.configured(own.get(PluginSettings.PLUGINS), Map.of())
                .or(this::directory)
                .orElseThrow(
                        () -> PluginSettings.rejected("there is no plugin directory: give drover.infrakit.plugins, or"
                                + " the setting " + PluginSettings.PLUGINS));
        return new Remote(name, new Plugins(where, client), settings.with(own));
    }
}
