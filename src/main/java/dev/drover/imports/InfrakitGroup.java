package dev.drover.imports;

import dev.drover.infrakit.GroupDocument;
import dev.drover.provider.Pointers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** The places of a document that holds a group of InfraKit, in either form. */
record InfrakitGroup(Place document) {
    /** Where in the properties that is which a spec of ours says elsewhere; longer ones first. */
    private static final List<Map.Entry<String, List<String>>> TOLD = List.of(
            Map.entry("/instance/provider", List.of("Instance", "Plugin")),
            Map.entry("/instance/properties", List.of("Instance", "Properties")),
            Map.entry("/instance", List.of("Instance")),
            Map.entry("/flavor/provider", List.of("Flavor", "Plugin")),
            Map.entry("/flavor/properties", List.of("Flavor", "Properties")),
            Map.entry("/flavor", List.of("Flavor")),
            Map.entry("/allocation/logicalIds", List.of("Allocation", "LogicalIDs")),
            Map.entry("/allocation/size", List.of("Allocation", "Size")),
            Map.entry("/allocation/max", List.of("Allocation", "Size")),
            Map.entry("/allocation", List.of("Allocation")),
            Map.entry("/update/minReady", List.of("Updating", "Duration")),
            Map.entry("/update", List.of("Updating")),
            Map.entry("/health", List.of("Updating", "Count")),
            Map.entry("/drain", List.of("Updating", "SkipBeforeInstanceDestroy")));

    static InfrakitGroup of(ObjectNode document) {
        return new InfrakitGroup(Place.root(document));
    }

    /** Whether it has the form that {@code commit} takes, with its kind. */
    boolean object() {
        return !document.at("kind").absent();
    }

    Place kind() {
        return document.at("kind");
    }

    boolean ofGroup() {
        return !object() || kind().value().asString("").equals(GroupDocument.KIND);
    }

    Place id() {
        return object() ? document.at("metadata", "name") : document.at("ID");
    }

    Place properties() {
        return document.at("Properties");
    }

    /** Where the document says what is at this place of the spec that it is translated to. */
    String pointer(String spec) {
        if (spec.equals("/name")) {
            return id().pointer();
        }
        return TOLD.stream()
                .filter(it -> spec.equals(it.getKey()) || spec.startsWith(it.getKey() + "/"))
                .findFirst()
                .map(it -> within(it.getValue(), spec.substring(it.getKey().length())))
                .orElse("");
    }

    private String within(List<String> names, String rest) {
        Place place = properties().at(names.toArray(String[]::new));
        List<String> keys = rest.isEmpty()
                ? List.of()
                : Arrays.stream(rest.substring(1).split("/", -1))
                        .map(it -> it.replace("~1", "/").replace("~0", "~"))
                        .toList();
        return place.at(keys.toArray(String[]::new)).pointer();
    }

    static String child(String pointer, int index) {
        return Pointers.child(pointer, index);
    }
}
