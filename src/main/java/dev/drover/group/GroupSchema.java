package dev.drover.group;

import dev.drover.provider.JsonSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JSON Schema of a group's spec. It holds what the spec may say one day, also what is not supported yet. */
final class GroupSchema {
    private static final JsonNode DOCUMENT = load();
    static final JsonSchema SCHEMA = new JsonSchema(DOCUMENT, true);

    private GroupSchema() {}

    static JsonNode document() {
        return DOCUMENT.deepCopy();
    }

    private static JsonNode load() {
        try (var resource = GroupSchema.class.getResourceAsStream("group.schema.json")) {
            return JsonMapper.shared().readTree(Objects.requireNonNull(resource));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
