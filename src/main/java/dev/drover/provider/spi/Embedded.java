package dev.drover.provider.spi;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An adapter's JSON Schema as a part of another one. */
public final class Embedded {
    private static final String REFERENCE = "$ref";

    private Embedded() {}

    /**
     * A copy of it without what it says of itself as a document, and whose references lead to where it is now.
     *
     * @param place JSON Pointer to where it will be
     */
    public static JsonNode schema(JsonNode schema, String place) {
        JsonNode copy = schema.deepCopy();
        if (copy instanceof ObjectNode object) {
            object.remove("$schema");
            object.remove("$id");
        }
        relocate(copy, place);
        return copy;
    }

    private static void relocate(JsonNode tree, String place) {
        if (tree instanceof ObjectNode object
                && object.path(REFERENCE).asString("").startsWith("#")) {
            object.put(
                    REFERENCE, "#" + place + object.path(REFERENCE).asString().substring(1));
        }
        tree.forEach(child -> relocate(child, place));
    }
}
