package dev.drover.group;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON Schema of a group's spec, as far as it is the same everywhere. It holds what the spec may say one day, also what
 * is not supported yet.
 */
final class GroupSchema {
    private static final ObjectNode DOCUMENT = load();

    private GroupSchema() {}

    static ObjectNode document() {
        return DOCUMENT.deepCopy();
    }

    private static ObjectNode load() {
        try (var resource = GroupSchema.class.getResourceAsStream("group.schema.json")) {
            return JsonMapper.shared()
                    .readTree(Objects.requireNonNull(resource))
                    .asObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
