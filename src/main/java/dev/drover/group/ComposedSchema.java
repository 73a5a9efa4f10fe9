package dev.drover.group;

import dev.drover.group.Adapter.Part;
import dev.drover.provider.JsonSchema;
import dev.drover.provider.SchemaProblem;
import dev.drover.provider.spi.Embedded;
import dev.drover.spec.GroupSpec;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes one schema of the base schema and those of the adapters: where {@code provider} is an adapter's name,
 * {@code properties} follow its schema.
 */
final class ComposedSchema {
    private static final String WITHIN = "/then/properties/properties";

    private final ObjectNode schema = GroupSchema.document();

    private ComposedSchema() {}

    /**
     * @param names the adapters that are configured
     * @param known the schemas of those that could be asked
     */
    static ObjectNode of(Map<Part, SortedSet<String>> names, Map<Part, SortedMap<String, JsonNode>> known) {
        var composed = new ComposedSchema();
        names.forEach(composed::names);
        known.forEach((part, schemas) -> schemas.forEach((name, schema) -> composed.adapter(part, name, schema)));
        composed.withoutFlavor(known.getOrDefault(Part.FLAVOR, Collections.emptySortedMap()), names);
        return composed.schema;
    }

    private void names(Part part, SortedSet<String> names) {
        ObjectNode provider = object(part).withObject("/properties/provider");
        names.forEach(provider.putArray("enum")::add);
        names.forEach(provider.putArray("examples")::add);
        provider.put(SchemaProblem.NAMES, part.what());
    }

    private void adapter(Part part, String name, JsonNode properties) {
        var branches = object(part).withArray("/allOf");
        String place = "/properties/" + part.key() + "/allOf/" + branches.size() + WITHIN;
        ObjectNode branch = branches.addObject();
        ObjectNode condition = branch.putObject("if");
        condition.putArray("required").add("provider");
        condition.putObject("properties").putObject("provider").put("const", name);
        ObjectNode then = branch.putObject("then");
        then.putObject("properties").set("properties", Embedded.schema(properties, place));
        if (!acceptsNothing(properties)) {
            then.putArray("required").add("properties");
        }
    }

    /** A spec may leave the flavor out only if the default one is there and is content with no properties. */
    private void withoutFlavor(SortedMap<String, JsonNode> flavors, Map<Part, SortedSet<String>> names) {
        JsonNode byDefault = flavors.get(GroupSpec.Part.DEFAULT_FLAVOR);
        boolean configured =
                names.containsKey(Part.FLAVOR) && names.get(Part.FLAVOR).contains(GroupSpec.Part.DEFAULT_FLAVOR);
        if (!configured || (byDefault != null && !acceptsNothing(byDefault))) {
            schema.withArray("/required").add(Part.FLAVOR.key());
        }
    }

    private ObjectNode object(Part part) {
        return schema.withObject("/properties" + part.pointer());
    }

    private static boolean acceptsNothing(JsonNode schema) {
        return new JsonSchema(schema).accepts(JsonNodeFactory.instance.objectNode());
    }
}
