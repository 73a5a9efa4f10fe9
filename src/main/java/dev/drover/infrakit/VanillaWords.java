package dev.drover.infrakit;

import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The flavor {@code vanilla}, which both have, each in its own case: {@code Init} is {@code init}. Names that are neither's are
 * passed on, for the flavor to refuse.
 */
final class VanillaWords {
    static final String PLUGIN = "vanilla";

    private static final String ATTACHMENTS = "attachments";
    private static final Map<String, String> OURS =
            inAnyCase(Map.of("Init", "init", "Tags", "tags", "Attachments", ATTACHMENTS, "ID", "id", "Type", "type"));
    private static final Map<String, String> THEIRS =
            inAnyCase(Map.of("init", "Init", "tags", "Tags", ATTACHMENTS, "Attachments", "id", "ID", "type", "Type"));

    private VanillaWords() {}

    static JsonNode ours(JsonNode properties) {
        return renamed(properties, OURS);
    }

    static JsonNode theirs(JsonNode properties) {
        return renamed(properties, THEIRS);
    }

    /** What is null is left out: to InfraKit that is the same, and to a schema it is not. */
    private static JsonNode renamed(JsonNode properties, Map<String, String> names) {
        if (!(properties instanceof ObjectNode object)) {
            return properties.deepCopy();
        }
        ObjectNode renamed = JsonNodeFactory.instance.objectNode();
        object.forEachEntry((key, value) -> {
            if (!value.isNull()) {
                renamed.set(
                        names.getOrDefault(key, key),
                        key.equalsIgnoreCase(ATTACHMENTS) ? each(value, names) : value.deepCopy());
            }
        });
        return renamed;
    }

    private static JsonNode each(JsonNode values, Map<String, String> names) {
        if (!values.isArray()) {
            return values.deepCopy();
        }
        ArrayNode renamed = JsonNodeFactory.instance.arrayNode();
        values.forEach(it -> renamed.add(renamed(it, names)));
        return renamed;
    }

    private static Map<String, String> inAnyCase(Map<String, String> names) {
        Map<String, String> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sorted.putAll(names);
        return sorted;
    }
}
