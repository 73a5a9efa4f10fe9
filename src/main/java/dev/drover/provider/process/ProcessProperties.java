package dev.drover.provider.process;

import dev.drover.provider.spi.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The {@code instance.properties} of a process, with their defaults. Only made of properties that {@link PropertyRules}
 * has nothing against.
 *
 * @param workingDirectory null for the member's own directory
 * @param stopSignal without "SIG"
 * @param ports the number that member 0 has, by name
 */
record ProcessProperties(
        List<String> command,
        Map<String, String> env,
        @Nullable String workingDirectory,
        String stopSignal,
        Duration stopTimeout,
        Map<String, Integer> ports) {

    static ProcessProperties of(JsonNode properties) {
        return new ProcessProperties(
                properties.path("command").valueStream().map(JsonNode::asString).toList(),
                properties
                        .path("env")
                        .propertyStream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> entry.getValue().asString())),
                properties.has("workingDirectory")
                        ? properties.path("workingDirectory").asString()
                        : null,
                signalName(properties.path("stopSignal").asString("TERM")),
                Durations.parse(properties.path("stopTimeout").asString("10s")),
                basePorts(properties));
    }

    /** Each member has ports of its own: the declared number plus the member's index. */
    static Map<String, Integer> ports(JsonNode properties, int index) {
        Map<String, Integer> ports = basePorts(properties);
        ports.replaceAll((name, base) -> base + index);
        return ports;
    }

    /** The environment variable that tells a member its port: {@code PORT_HTTP} for {@code http}. */
    static String portVariable(String name) {
        return "PORT_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    static String signalName(String declared) {
        return declared.startsWith("SIG") ? declared.substring("SIG".length()) : declared;
    }

    private static Map<String, Integer> basePorts(JsonNode properties) {
        Map<String, Integer> ports = new TreeMap<>();
        properties
                .path("ports")
                .propertyStream()
                .forEach(port -> ports.put(port.getKey(), port.getValue().asInt(0)));
        return ports;
    }
}
