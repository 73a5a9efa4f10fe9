package dev.drover.group;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JSON Schema of a group's spec, and that of a new size. The spec's holds what the spec may say one day, also what is not supported yet. */
final class GroupSchema {
    private static final JsonNode DOCUMENT = load("group.schema.json");
    static final JsonSchema SCHEMA = new JsonSchema(DOCUMENT, true);
    static final JsonSchema SCALE = new JsonSchema(load("scale.schema.json"), true);

    private GroupSchema() {}

    static JsonNode document() {
        return DOCUMENT.deepCopy();
    }

    private static JsonNode load(String name) {
        try (var resource = GroupSchema.class.getResourceAsStream(name)) {
            return JsonMapper.shared().readTree(Objects.requireNonNull(resource));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
