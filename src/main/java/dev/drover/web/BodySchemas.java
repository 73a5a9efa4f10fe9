package dev.drover.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.media.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Makes components of the OpenAPI document of the JSON Schemas that bodies are validated with. */
final class BodySchemas {
    private static final String DEFINITIONS = "$defs";
    private static final JsonMapper JSON = JsonMapper.shared();

    private BodySchemas() {}

    /** The schema in this resource by the name of its title, and each of its definitions as {@code <title>_<name>}. */
    static Map<String, Schema<?>> of(String resource) {
        ObjectNode tree = JSON.readTree(read(resource)).asObject();
        String title = tree.path("title").asString();
        JsonNode definitions = tree.path(DEFINITIONS);
        tree.remove(DEFINITIONS);
        tree.remove("$schema");
        Map<String, Schema<?>> schemas = new LinkedHashMap<>();
        schemas.put(title, schema(tree, title));
        definitions.forEachEntry((name, definition) -> schemas.put(title + "_" + name, schema(definition, title)));
        return schemas;
    }

    /** The name that {@link #of} gives to the schema itself. */
    static String name(String resource) {
        return JSON.readTree(read(resource)).path("title").asString();
    }

    private static Schema<?> schema(JsonNode tree, String title) {
        withoutOurOwn(tree);
        try {
            return Json31.mapper()
                    .readValue(
                            tree.toString().replace("#/" + DEFINITIONS + "/", "#/components/schemas/" + title + "_"),
                            Schema.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keywords of ours say how validation words its messages. */
    private static void withoutOurOwn(JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            object.remove("x-expected");
        }
        tree.forEach(BodySchemas::withoutOurOwn);
    }

    private static String read(String resource) {
        try {
            return new ClassPathResource(resource).getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
