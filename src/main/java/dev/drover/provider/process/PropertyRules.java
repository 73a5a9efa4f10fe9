package dev.drover.provider.process;

import dev.drover.provider.spi.Durations;
import dev.drover.provider.spi.Violation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the schema cannot say about the properties of a process. */
final class PropertyRules {
    private static final Set<String> SIGNALS =
            new TreeSet<>(Set.of("HUP", "INT", "QUIT", "ABRT", "KILL", "USR1", "USR2", "ALRM", "TERM", "WINCH"));
    private static final int HIGHEST_PORT = 65535;

    private final JsonNode properties;
    private final List<Violation> violations = new ArrayList<>();

    private PropertyRules(JsonNode properties) {
        this.properties = properties;
    }

    static List<Violation> violations(JsonNode properties) {
        PropertyRules rules = new PropertyRules(properties);
        rules.command();
        rules.stopSignal();
        rules.stopTimeout();
        rules.ports();
        rules.noNul("", properties);
        return rules.violations;
    }

    private void command() {
        String program = properties.path("command").path(0).asString("");
        if (program.isBlank()) {
            violate("/command", "name the program to run, then its arguments, as a list");
        }
    }

    private void stopSignal() {
        String signal = properties.path("stopSignal").asString("TERM");
        if (!isTemplate(signal) && !SIGNALS.contains(ProcessProperties.signalName(signal))) {
            violate("/stopSignal", "expected one of " + String.join(", ", SIGNALS) + ", found " + signal);
        }
    }

    private void stopTimeout() {
        String timeout = properties.path("stopTimeout").asString("10s");
        if (isTemplate(timeout)) {
            return;
        }
        try {
            Durations.parse(timeout);
        } catch (IllegalArgumentException | ArithmeticException e) {
            violate("/stopTimeout", "expected a duration like 10s, 1h30m, 500ms or PT10S, found " + timeout);
        }
    }

    private void ports() {
        Map<String, String> nameOfVariable = new HashMap<>();
        Map<Integer, String> nameOfBase = new HashMap<>();
        properties.path("ports").properties().forEach(port -> {
            String name = port.getKey();
            int base = port.getValue().asInt(0);
            if (base < 1 || base > HIGHEST_PORT) {
                violate("/ports/" + escaped(name), "expected a port from 1 to 65535, found " + port.getValue());
            }
            String variable = ProcessProperties.portVariable(name);
            differs(name, nameOfVariable.putIfAbsent(variable, name), " would both be " + variable);
            differs(name, nameOfBase.putIfAbsent(base, name), " would both be port " + base);
            if (properties.path("env").has(variable)) {
                violate(
                        "/env/" + escaped(variable),
                        variable + " is set by the port " + name + "; choose another name");
            }
        });
    }

    private void differs(String name, @Nullable String other, String collision) {
        if (other != null) {
            violate("/ports/" + escaped(name), other + " and " + name + collision);
        }
    }

    /** Neither an argument nor an environment variable of a process can hold a NUL. */
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
