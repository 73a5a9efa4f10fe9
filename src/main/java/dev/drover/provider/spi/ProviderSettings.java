package dev.drover.provider.spi;

import java.nio.file.Path;
import java.util.Map;

/**
 * How one provider is configured.
 *
 * @param name the name that specs give
 * @param stateDirectory where the adapter may keep what has to survive a restart; it need not exist yet
 * @param settings the adapter's own settings
 */
public record ProviderSettings(String name, Path stateDirectory, Map<String, String> settings) {
    public ProviderSettings {
        settings = Map.copyOf(settings);
    }
}
