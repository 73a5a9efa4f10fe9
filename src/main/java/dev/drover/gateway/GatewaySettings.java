package dev.drover.gateway;

import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Drover as a plugin of InfraKit.
 *
 * @param name the plugin's name in the plugin directory, and in {@code /infrakit/{name}}; null, as by default, if it is to be none
 * @param entry how it is found in the plugin directory
 */
@Validated
@ConfigurationProperties("drover.infrakit.gateway")
record GatewaySettings(
        @Nullable
        @Pattern(
                regexp = "|(?!.*\\.(listen|pid)$)[A-Za-z0-9][A-Za-z0-9._-]{0,63}",
                message =
                        "must be a name of letters, digits, '.', '_' and '-', at most 64 characters, that does not end with .listen or .pid")
        String name,

        @DefaultValue("socket") Entry entry) {

    /** What lies in the plugin directory. */
    enum Entry {
        /** A unix socket, which only who runs as the same user may use. */
        SOCKET,
        /** A file {@code NAME.listen} with the URL of {@code /infrakit/{name}}. */
        LISTEN
    }
}
