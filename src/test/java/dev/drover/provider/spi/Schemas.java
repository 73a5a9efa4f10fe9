package dev.drover.provider.spi;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Runs JSON Schemas as the core does. */
final class Schemas {
    private static final String META = "https://json-schema.org/draft/2020-12/schema";
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private Schemas() {}

    static List<String> problemsOfSchema(JsonNode schema) {
        return messages(
                REGISTRY.getSchema(com.networknt.schema.SchemaLocation.of(META)).validate(schema));
    }

    static List<String> problems(JsonNode schema, JsonNode properties) {
        return messages(REGISTRY.getSchema(schema).validate(properties));
    }

    private static List<String> messages(List<Error> errors) {
        return errors.stream().map(Error::toString).toList();
    }
}
