package dev.drover.provider.docker;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JSON Schema of a container's properties. */
final class Schema {
    static final JsonNode PROPERTIES = read();

    private Schema() {}

    private static JsonNode read() {
        try (InputStream file = Objects.requireNonNull(Schema.class.getResourceAsStream("properties.schema.json"))) {
            return JsonMapper.shared().readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
