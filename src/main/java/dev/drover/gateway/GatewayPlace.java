package dev.drover.gateway;

import dev.drover.infrakit.PluginDirectory;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Whether Drover is a plugin at all, and which one. */
@Component
class GatewayPlace {
    private static final String PLUGINS = "drover.infrakit.plugins";

    private final @Nullable Place place;

    GatewayPlace(GatewaySettings settings, Environment environment) {
        String name = settings.name();
        place = name == null || name.isEmpty() ? null : new Place(name, directory(name, environment), settings.entry());
    }

    /** Empty if it is none. */
    Optional<Place> place() {
        return Optional.ofNullable(place);
    }

    private static Path directory(String name, Environment environment) {
        Map<String, String> variables = new HashMap<>();
        PluginDirectory.VARIABLES.forEach(
                it -> Optional.ofNullable(environment.getProperty(it)).ifPresent(value -> variables.put(it, value)));
        return PluginDirectory.configured(environment.getProperty(PLUGINS), variables)
                .orElseThrow(() -> new FailureAnalyzedException(
                        "drover.infrakit.gateway.name is '" + name
                                + "', but there is no plugin directory in which others could find it",
                        "set drover.infrakit.plugins, or INFRAKIT_PLUGINS_DIR, to the directory of InfraKit's plugins; or"
                                + " leave the name out"))
                .path();
    }
}
