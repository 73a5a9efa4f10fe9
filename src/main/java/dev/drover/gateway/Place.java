package dev.drover.gateway;

import dev.drover.infrakit.PluginName;
import dev.drover.infrakit.RpcServerRefusal;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where Drover is found as a plugin.
 *
 * @param name the plugin's name
 * @param directory that of all plugins of this host
 */
record Place(String name, Path directory, GatewaySettings.Entry entry) {
    /** The one object that there is, beside the plugin itself. */
    static final String OBJECT = "groups";

    private static final Set<String> OBJECTS = Set.of("", ".", OBJECT);

    Path socket() {
        return directory.resolve(name);
    }

    Path listen() {
        return directory.resolve(name + ".listen");
    }

    /** How the groups are referred to by other plugins. */
    String reference() {
        return name + "/" + OBJECT;
    }

    /**
     * The reference that a call names, which must be ours. Old clients name none.
     *
     * @throws RpcServerRefusal if it is another's
     */
    String refuseOther(@Nullable String reference) {
        String given = Optional.ofNullable(reference).orElse("");
        PluginName name = PluginName.parseIfAny(given);
        if (!given.isEmpty() && (name == null || !name.plugin().equals(this.name) || !OBJECTS.contains(name.type()))) {
            throw new RpcServerRefusal(
                    "no-plugin: '%s' is not here, but '%s' is: nothing was done".formatted(given, reference()));
        }
        return given;
    }
}
