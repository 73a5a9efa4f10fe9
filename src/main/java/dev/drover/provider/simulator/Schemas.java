package dev.drover.provider.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JSON Schemas of what users say to a simulator. */
final class Schemas {
    static final JsonNode PROPERTIES = read("properties.schema.json");
    static final JsonNode KNOBS = read("knobs.schema.json");
    static final JsonNode SETTINGS = read("settings.schema.json");
    static final JsonNode KILL = read("kill.schema.json");

    private Schemas() {}

    private static JsonNode read(String resource) {
        try (InputStream file = Objects.requireNonNull(Schemas.class.getResourceAsStream(resource))) {
            return JsonMapper.shared().readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
