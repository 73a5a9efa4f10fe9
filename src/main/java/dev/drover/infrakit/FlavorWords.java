package dev.drover.infrakit;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The flavors that both have, {@code vanilla} and {@code combo}, whose properties each says in its own words. Those of all others are
 * passed on as they stand.
 */
enum FlavorWords {
    OURS("flavors", "provider", "properties"),
    THEIRS("Flavors", "Plugin", "Properties");

    private static final String COMBO = "combo";

    private final String flavors;
    private final String plugin;
    private final String properties;

    FlavorWords(String flavors, String plugin, String properties) {
        this.flavors = flavors;
        this.plugin = plugin;
        this.properties = properties;
    }

    /** The same properties of the flavor of this name in these words. */
    JsonNode of(@Nullable String name, JsonNode told) {
        if (VanillaWords.PLUGIN.equals(name)) {
            return this == OURS ? VanillaWords.ours(told) : VanillaWords.theirs(told);
        }
        return COMBO.equals(name) ? combo(told) : told.deepCopy();
    }

    private JsonNode combo(JsonNode told) {
        if (!(told instanceof ObjectNode object)) {
            return told.deepCopy();
        }
        ObjectNode combo = JsonNodeFactory.instance.objectNode();
        object.forEachEntry((key, value) -> {
            if (key.equalsIgnoreCase(flavors) && value.isArray()) {
                ArrayNode list = combo.putArray(flavors);
                value.forEach(it -> list.add(flavor(it)));
            } else {
                combo.set(key, value.deepCopy());
            }
        });
        return combo;
    }

    private JsonNode flavor(JsonNode told) {
        if (!(told instanceof ObjectNode object)) {
            return told.deepCopy();
        }
        String name = object.propertyStream()
                .filter(it -> isPlugin(it.getKey()))
                .map(it -> it.getValue().asString(""))
                .findFirst()
                .orElse(null);
        ObjectNode flavor = JsonNodeFactory.instance.objectNode();
        object.forEachEntry((key, value) -> {
            if (isPlugin(key)) {
                flavor.set(plugin, value.deepCopy());
            } else if (!key.equalsIgnoreCase(properties)) {
                flavor.set(key, value.deepCopy());
            } else if (!value.isNull()) {
                flavor.set(properties, of(name, value));
            }
        });
        return flavor;
    }

    private static boolean isPlugin(String key) {
        return key.equalsIgnoreCase(OURS.plugin) || key.equalsIgnoreCase(THEIRS.plugin);
    }
}
