package dev.drover.provider.simulator;

import dev.drover.provider.Findings;
import dev.drover.provider.JsonSchema;
import dev.drover.provider.spi.Capabilities;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderFailure.Kind;
import dev.drover.spec.Durations;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is fixed when Drover starts, and the knobs that a cloud has at first.
 *
 * @param healthPort empty: the server's own
 */
record Settings(long seed, Capabilities capabilities, OptionalInt healthPort, KnobRules rules, Knobs knobs) {
    private static final ObjectNode KNOWN = known();
    private static final JsonSchema SCHEMA = new JsonSchema(KNOWN);

    /** @throws ProviderFailure with everything that is wrong, as one sentence */
    static Settings of(Map<String, String> given) {
        ObjectNode tree = tree(given);
        Findings findings = new Findings();
        findings.addAll(SCHEMA.check(tree));
        refuse(findings);
        KnobRules.duration("/createTimeout", text(tree, "createTimeout"), findings);
        KnobRules.duration("/consistencyWindow", text(tree, "consistencyWindow"), findings);
        refuse(findings);
        Duration createTimeout = Durations.parse(text(tree, "createTimeout"));
        if (createTimeout.isZero()) {
            findings.add("/createTimeout", "must be longer than 0s");
        }
        KnobRules rules = new KnobRules(
                Durations.parse(text(tree, "consistencyWindow")),
                value(tree, "honest").asBoolean());
        rules.check(tree, Knobs.DEFAULTS, findings);
        refuse(findings);
        return new Settings(
                value(tree, "seed").asLong(),
                capabilities(tree, createTimeout, rules.consistencyWindow()),
                tree.has("healthPort") ? OptionalInt.of(tree.path("healthPort").asInt()) : OptionalInt.empty(),
                rules,
                Knobs.DEFAULTS.with(tree));
    }

    private static Capabilities capabilities(JsonNode tree, Duration createTimeout, Duration consistencyWindow) {
        return new Capabilities(
                value(tree, "idempotentCreate").asBoolean(),
                true,
                true,
                false,
                false,
                false,
                createTimeout,
                consistencyWindow,
                value(tree, "maxConcurrentCalls").asInt());
    }

    private static JsonNode value(JsonNode tree, String name) {
        return tree.has(name) ? tree.path(name) : KNOWN.at("/properties/" + name + "/default");
    }

    private static String text(JsonNode tree, String name) {
        return value(tree, name).asString();
    }

    private static void refuse(Findings findings) {
        if (!findings.isEmpty()) {
            throw new ProviderFailure(
                    Kind.REJECTED,
                    findings.listed().stream()
                            .map(it -> it.pointer().isEmpty()
                                    ? it.message()
                                    : it.pointer().substring(1) + " " + it.message())
                            .collect(Collectors.joining(", and ")));
        }
    }

    /** Settings are texts; environment variables cannot even say where in a name a capital is. */
    private static ObjectNode tree(Map<String, String> given) {
        ObjectNode tree = JsonMapper.shared().createObjectNode();
        Map<String, String> names =
                KNOWN.path("properties").propertyNames().stream().collect(Collectors.toMap(Settings::folded, it -> it));
        given.forEach((key, text) -> {
            String name = names.getOrDefault(folded(key), key);
            tree.set(name, node(KNOWN.at("/properties/" + name + "/type").asString(""), text.strip()));
        });
        return tree;
    }

    private static String folded(String name) {
        return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }

    private static JsonNode node(String type, String text) {
        boolean number = type.equals("integer") && text.matches("-?[0-9]{1,18}");
        boolean truth = type.equals("boolean") && text.matches("true|false");
        return number || truth
                ? JsonMapper.shared().readTree(text)
                : JsonMapper.shared().getNodeFactory().stringNode(text);
    }

    private static ObjectNode known() {
        ObjectNode known = Schemas.SETTINGS.deepCopy().asObject();
        known.withObjectProperty("properties")
                .setAll(Schemas.KNOBS.path("properties").asObject());
        return known;
    }
}
