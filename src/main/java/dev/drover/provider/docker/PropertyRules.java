package dev.drover.provider.docker;

import com.github.dockerjava.api.model.Capability;
import dev.drover.provider.spi.Durations;
import dev.drover.provider.spi.Violation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What the schema cannot say about the properties of a container. What holds a template is looked at when it is resolved. */
final class PropertyRules {
    private static final Set<String> CAPABILITIES =
            Arrays.stream(Capability.values()).map(Enum::name).collect(Collectors.toUnmodifiableSet());
    private static final Set<String> ALONE = Set.of("host", "none");
    private static final Pattern SIGNAL = Pattern.compile("(SIG)?[A-Z][A-Z0-9+-]{1,9}|[1-9][0-9]?");
    // What Docker lets a volume be called.
    private static final Pattern VOLUME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]+");

    private final JsonNode properties;
    private final List<Violation> violations = new ArrayList<>();

    private PropertyRules(JsonNode properties) {
        this.properties = properties;
    }

    static List<Violation> violations(JsonNode properties) {
        PropertyRules rules = new PropertyRules(properties);
        rules.image();
        rules.ports();
        rules.networks();
        rules.mounts();
        rules.attachments();
        rules.resources();
        rules.capabilities();
        rules.stopping();
        rules.noNul("", properties);
        return rules.violations;
    }

    private void image() {
        String image = properties.path("image").asString("");
        if (image.isBlank() || (!isTemplate(image) && image.chars().anyMatch(Character::isWhitespace))) {
            violate("/image", "expected an image like nginx:1.29, found '" + image + "'");
        }
    }

    private void ports() {
        Map<String, String> names = new HashMap<>();
        JsonNode ports = properties.path("ports");
        ports.properties().forEach(port -> {
            String pointer = "/ports/" + escaped(port.getKey());
            if (isTemplate(port.getValue().asString(""))) {
                violate(pointer, "a port is a number, or a text like 53/udp, without a template");
            } else if (!NamedPort.isOne(port.getValue())) {
                violate(pointer, "expected a port from 1 to 65535, or a text like 53/udp, found " + port.getValue());
            } else {
                String other = names.putIfAbsent(port.getValue().asString(), port.getKey());
                if (other != null) {
                    violate(pointer, other + " and " + port.getKey() + " would both be port " + port.getValue());
                }
            }
        });
        hostPorts(ports);
    }

    private void hostPorts(JsonNode ports) {
        Map<Integer, String> names = new HashMap<>();
        properties.path("hostPorts").properties().forEach(port -> {
            String pointer = "/hostPorts/" + escaped(port.getKey());
            int base = port.getValue().asInt(0);
            if (!ports.has(port.getKey())) {
                violate(pointer, "there is no port " + port.getKey() + " among the ports");
            }
            if (!NamedPort.isNumber(base)) {
                violate(pointer, "expected a port from 1 to 65535, found " + port.getValue());
            }
            if (!NamedPort.arePublished(properties)) {
                violate(pointer, "ports are not published: leave this out, or publish them");
            }
            String other = names.putIfAbsent(base, port.getKey());
            if (other != null) {
                violate(pointer, other + " and " + port.getKey() + " would both be port " + base);
            }
        });
    }

    private void networks() {
        List<NetworkWish> networks = NetworkWish.of(properties);
        for (int i = 0; i < networks.size(); i++) {
            NetworkWish network = networks.get(i);
            String pointer = "/networks/" + i;
            if (network.name().isBlank()) {
                violate(pointer + "/name", "name the network");
            }
            if (networks.stream().limit(i).anyMatch(it -> it.name().equals(network.name()))) {
                violate(pointer + "/name", "the network " + network.name() + " is here twice");
            }
            if (ALONE.contains(network.name())) {
                alone(network, networks.size(), pointer);
            }
        }
    }

    private void alone(NetworkWish network, int number, String pointer) {
        if (number > 1) {
            violate(pointer + "/name", network.name() + " stands alone: leave the other networks out");
        }
        if (!network.aliases().isEmpty() || network.ipv4() != null || network.ipv6() != null) {
            violate(pointer, "there are no aliases and no fixed addresses in " + network.name());
        }
        if (properties.path("ports").size() > 0 && NamedPort.arePublished(properties)) {
            violate("/publish", "nothing can be published from the network " + network.name() + ": say false");
        }
    }

    private void mounts() {
        JsonNode mounts = properties.path("mounts");
        for (int i = 0; i < mounts.size(); i++) {
            JsonNode mount = mounts.path(i);
            String source = mount.path("source").asString("");
            String pointer = "/mounts/" + i;
            path(pointer + "/target", mount.path("target").asString(""));
            switch (mount.path("type").asString("")) {
                case "bind" -> path(pointer + "/source", source);
                case "volume" -> volume(pointer + "/source", source);
                default -> {
                    if (!source.isEmpty()) {
                        violate(pointer + "/source", "tmpfs has no source: leave it out");
                    }
                }
            }
        }
    }

    private void attachments() {
        JsonNode attachments = properties.path("attachments");
        for (int i = 0; i < attachments.size(); i++) {
            volume("/attachments/" + i + "/id", attachments.path(i).path("id").asString(""));
            path("/attachments/" + i + "/path", attachments.path(i).path("path").asString(""));
        }
    }

    private void path(String pointer, String path) {
        if (!isTemplate(path) && !path.startsWith("/")) {
            violate(pointer, "expected a path that begins with /, found '" + path + "'");
        }
    }

    private void volume(String pointer, String name) {
        if (!isTemplate(name) && !VOLUME.matcher(name).matches()) {
            violate(pointer, "expected a volume's name that matches " + VOLUME + ", found '" + name + "'");
        }
    }

    private void resources() {
        JsonNode resources = properties.path("resources");
        for (String key : List.of("memory", "memoryReservation", "shm")) {
            parses("/resources/" + key, resources.path(key).asString(""), Bytes::parse, "bytes like 512m");
        }
    }

    private void capabilities() {
        for (String key : List.of("add", "drop")) {
            JsonNode names = properties.path("capabilities").path(key);
            for (int i = 0; i < names.size(); i++) {
                String name = names.path(i).asString();
                if (!isTemplate(name) && !CAPABILITIES.contains(name)) {
                    violate(
                            "/capabilities/" + key + "/" + i,
                            "expected a capability like NET_ADMIN, without CAP_, or ALL, found " + name);
                }
            }
        }
    }

    private void stopping() {
        parses(
                "/stopTimeout",
                properties.path("stopTimeout").asString(""),
                Durations::parse,
                "a duration like 10s, 1h30m or PT10S");
        String signal = properties.path("stopSignal").asString("TERM");
        if (!isTemplate(signal) && !SIGNAL.matcher(signal).matches()) {
            violate("/stopSignal", "expected a signal like SIGTERM or QUIT, found " + signal);
        }
    }

    private void parses(String pointer, String text, Consumer<String> parse, String expected) {
        if (text.isEmpty() || isTemplate(text)) {
            return;
        }
        try {
            parse.accept(text);
        } catch (IllegalArgumentException | ArithmeticException e) {
            violate(pointer, "expected " + expected + ", found " + text);
        }
    }

    private void noNul(String pointer, JsonNode node) {
        if (node.isString() && node.asString().indexOf('\0') >= 0) {
            violate(pointer, "must not hold a NUL character");
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            noNul(pointer + "/" + i, node.path(i));
        }
        node.properties().forEach(entry -> noNul(pointer + "/" + escaped(entry.getKey()), entry.getValue()));
    }

    private void violate(String pointer, String message) {
        violations.add(new Violation(pointer, message));
    }

    private static boolean isTemplate(String value) {
        return value.contains("{{");
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
