package dev.drover.group;

import dev.drover.provider.JsonSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON Schema of a group's spec, as far as it is the same everywhere, and that of a new size.
 */
final class GroupSchema {
    private static final ObjectNode DOCUMENT = load("group.schema.json");
    static final JsonSchema SCALE = new JsonSchema(load("scale.schema.json"));

    private GroupSchema() {}

    static ObjectNode document() {
        return DOCUMENT.deepCopy();
    }

    private static ObjectNode load(String name) {
        try (var resource = GroupSchema.class.getResourceAsStream(name)) {
            return JsonMapper.shared()
                    .readTree(Objects.requireNonNull(resource))
                    .asObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
