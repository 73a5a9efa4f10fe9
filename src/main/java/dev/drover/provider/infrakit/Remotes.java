package dev.drover.provider.infrakit;

import dev.drover.infrakit.PluginClient;
import dev.drover.infrakit.PluginDirectory;
import dev.drover.infrakit.PluginName;
import dev.drover.infrakit.Plugins;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderSettings;
import java.util.Map;
import java.util.Optional;

/**
 * Finds plugins as specs and settings name them.
 *
 * @param directory empty if none is configured
 */
record Remotes(Optional<PluginDirectory> directory, PluginClient client, PluginSettings settings) {
    static final String TYPE = "infrakit";

    /**
     * One that is configured under a name of its own.
     *
     * @throws ProviderFailure {@link ProviderFailure.Kind#REJECTED} with a sentence if the settings do not say which
     */
    Remote configured(ProviderSettings given) {
        Map<String, String> own = given.settings();
        PluginName name = PluginName.parseIfAny(own.get(PluginSettings.PLUGIN));
        if (name == null) {
            throw PluginSettings.rejected("the setting " + PluginSettings.PLUGIN
                    + " must name the plugin, like 'simulator/compute'");
        }
        PluginDirectory where = PluginDirectory.configured(own.get(PluginSettings.PLUGINS), Map.of())
                .or(this::directory)
                .orElseThrow(() -> PluginSettings.rejected("there is no plugin directory: give drover.infrakit.plugins, or"
                        + " the setting " + PluginSettings.PLUGINS));
        return new Remote(name, new Plugins(where, client), settings.with(own));
    }
}
