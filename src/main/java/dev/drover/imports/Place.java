package dev.drover.imports;

import dev.drover.provider.Pointers;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * A place in a document of InfraKit, whose names are read in any case.
 *
 * @param pointer to it, as the document writes it
 * @param value a missing node if nothing is there; what is null is not there either
 */
record Place(String pointer, JsonNode value) {
    static Place root(JsonNode document) {
        return new Place("", document);
    }

    Place at(String... names) {
        Place found = this;
        for (String name : names) {
            found = found.child(name);
        }
        return found;
    }

    private Place child(String name) {
        Optional<Map.Entry<String, JsonNode>> field = value.propertyStream()
                .filter(it -> it.getKey().equalsIgnoreCase(name))
                .findFirst();
        if (field.isEmpty()) {
            boolean element = value.isArray() && name.matches("0|[1-9][0-9]{0,8}");
            return new Place(
                    Pointers.child(pointer, name),
                    element ? value.path(Integer.parseInt(name)) : MissingNode.getInstance());
        }
        JsonNode node = field.get().getValue();
        return new Place(
                Pointers.child(pointer, field.get().getKey()), node.isNull() ? MissingNode.getInstance() : node);
    }

    boolean absent() {
        return value.isMissingNode();
    }

    /** Whether the same name is there twice, in different cases: nobody knows which one is meant. */
    boolean ambiguous() {
        return value.isObject()
                && value.propertyStream()
                                .map(it -> it.getKey().toLowerCase(Locale.ROOT))
                                .distinct()
                                .count()
                        < value.size();
    }
}
