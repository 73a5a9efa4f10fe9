package dev.drover.provider.combo;

import dev.drover.provider.spi.Embedded;
import dev.drover.provider.spi.FlavorProvider;
import dev.drover.provider.spi.KnownFlavors;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The schema of a combo: where {@code provider} is a flavor's name, {@code properties} follow that one's schema. */
final class ComboSchema {
    private static final ObjectNode BASE = read();
    private static final String ITEMS = "/properties/flavors/items";

    private ComboSchema() {}

    /** With the flavors that there are now. One that cannot say what its properties are may have any. */
    static JsonNode of(KnownFlavors known) {
        ObjectNode schema = BASE.deepCopy();
        ObjectNode provider = schema.withObject(ITEMS + "/properties/provider");
        ArrayNode names = provider.putArray("enum");
        ArrayNode examples = provider.putArray("examples");
        ArrayNode branches = schema.withArray(ITEMS + "/allOf");
        for (String name : known.names()) {
            names.add(name);
            known.flavor(name).filter(it -> !(it instanceof ComboFlavor)).ifPresent(flavor -> {
                examples.add(name);
                branch(branches, name, flavor);
            });
        }
        return schema;
    }

    private static void branch(ArrayNode branches, String name, FlavorProvider flavor) {
        JsonNode properties;
        try {
            properties = flavor.schema();
        } catch (RuntimeException e) {
            return;
        }
        String place = ITEMS + "/allOf/" + branches.size() + "/then/properties/properties";
        ObjectNode branch = branches.addObject();
        ObjectNode condition = branch.putObject("if");
        condition.putArray("required").add("provider");
        condition.putObject("properties").putObject("provider").put("const", name);
        ObjectNode then = branch.putObject("then");
        then.putObject("properties").set("properties", Embedded.schema(properties, place));
        if (!properties.path("required").isEmpty()) {
            then.putArray("required").add("properties");
        }
    }

    private static ObjectNode read() {
        try (InputStream file =
                Objects.requireNonNull(ComboSchema.class.getResourceAsStream("properties.schema.json"))) {
            return JsonMapper.shared().readTree(file).asObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
