package dev.drover.infrakit;

import org.jspecify.annotations.Nullable;

/**
 * A reference to an object of a plugin, as specs write it: {@code simulator/compute}, or {@code vanilla} for the default object.
 *
 * @param plugin the name of its socket, or of its {@code .listen} file without the ending
 * @param type the object within the plugin; empty for the default one. Calls of instances and flavors send it as {@code Type}
 */
public record PluginName(String plugin, String type) {
    public PluginName {
        if (plugin.isEmpty() || plugin.contains("/")) {
            throw new IllegalArgumentException("the name of a plugin has no slash, and is not empty: '" + plugin + "'");
        }
    }

    /** Split at the first slash, as InfraKit does. */
    public static PluginName parse(String reference) {
        int slash = reference.indexOf('/');
        return slash < 0
                ? new PluginName(reference, "")
                : new PluginName(reference.substring(0, slash), reference.substring(slash + 1));
    }

    /** The same, or null where it is none. */
    public static @Nullable PluginName parseIfAny(@Nullable String reference) {
        return reference == null || reference.isEmpty() || reference.startsWith("/") ? null : parse(reference);
    }

    /** The whole reference. */
    @Override
    public String toString() {
        return type.isEmpty() ? plugin : plugin + "/" + type;
    }
}
