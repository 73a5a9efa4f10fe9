package dev.drover.provider.docker;

import com.github.dockerjava.api.model.ExposedPort;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A port of a container that has a name.
 *
 * @param inside the port in the container
 * @param protocol tcp, udp or sctp
 * @param hostPort the one of the engine's host for the member of an index; null if the engine chooses, or it is not published
 */
record NamedPort(
        String name, int inside, String protocol, @Nullable Integer hostPort) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,5})(?:/(tcp|udp|sctp))?");
    private static final int HIGHEST = 65535;

    /** The ports of the member with this index. */
    static List<NamedPort> of(JsonNode properties, int index) {
        JsonNode bases = properties.path("hostPorts");
        return properties
                .path("ports")
                .propertyStream()
                .map(port -> {
                    Matcher text = matcher(port.getValue());
                    String protocol = text.group(2) == null ? "tcp" : text.group(2);
                    JsonNode base = bases.path(port.getKey());
                    return new NamedPort(
                            port.getKey(),
                            Integer.parseInt(text.group(1)),
                            protocol,
                            base.isMissingNode() || !arePublished(properties) ? null : base.asInt() + index);
                })
                .toList();
    }

    static boolean arePublished(JsonNode properties) {
        return properties.path("publish").asBoolean(true);
    }

    /** Whether it is a port that a container can have. */
    static boolean isOne(JsonNode declared) {
        Matcher text = TEXT.matcher(declared.asString(""));
        return text.matches() && isNumber(Integer.parseInt(text.group(1)));
    }

    static boolean isNumber(int port) {
        return port >= 1 && port <= HIGHEST;
    }

    /** Port by name, as far as they are known before there is a container. */
    static Map<String, Integer> known(JsonNode properties, int index) {
        Map<String, Integer> known = new TreeMap<>();
        boolean published = arePublished(properties);
        of(properties, index).forEach(port -> {
            Integer number = published ? port.hostPort() : Integer.valueOf(port.inside());
            if (number != null) {
                known.put(port.name(), number);
            }
        });
        return known;
    }

    ExposedPort exposed() {
        return ExposedPort.parse(text());
    }

    /** {@code 80/tcp}. */
    String text() {
        return inside + "/" + protocol;
    }

    private static Matcher matcher(JsonNode declared) {
        Matcher text = TEXT.matcher(declared.asString(""));
        if (!text.matches()) {
            throw new IllegalArgumentException("expected a port like 80 or 53/udp, found " + declared);
        }
        return text;
    }
}
