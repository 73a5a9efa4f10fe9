package dev.drover.infrakit;

import dev.drover.infrakit.Shapes.GroupProperties;
import dev.drover.infrakit.Shapes.GroupSpec;
import dev.drover.infrakit.Shapes.ObjectSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A group as somebody wrote it down for InfraKit, in either of its two forms: {@code {ID, Properties}}, or {@code kind: group} with
 * the same properties.
 *
 * @param group the group
 * @param ignored a sentence for each field that InfraKit would not read, or that says nothing of a group
 */
public record GroupDocument(GroupSpec group, List<String> ignored) {
    public static final String KIND = "group";

    private static final Set<String> OBJECT =
            inAnyCase("kind", "version", "metadata", "properties", "options", "template", "depends", "state");
    private static final Set<String> GROUP = inAnyCase("ID", "Properties");
    private static final Set<String> PROPERTIES = inAnyCase("Instance", "Flavor", "Allocation", "Updating");
    private static final Set<String> PART = inAnyCase("Plugin", "Properties");
    private static final Set<String> ALLOCATION = inAnyCase("Size", "LogicalIDs");
    private static final Set<String> UPDATING = inAnyCase("Duration", "Count", "SkipBeforeInstanceDestroy");

    public GroupDocument {
        ignored = List.copyOf(ignored);
    }

    /**
     * Reads either form.
     *
     * @throws IllegalArgumentException with a sentence, if it is a group in neither
     */
    public static GroupDocument read(JsonNode document) {
        if (!document.isObject()) {
            throw new IllegalArgumentException("a group is an object with ID and Properties, or one of kind: group");
        }
        boolean object = field(document, "kind") != null;
        List<String> ignored = new ArrayList<>();
        unknown("", document, object ? OBJECT : GROUP, ignored);
        GroupSpec group = object ? ofObject(document, ignored) : shape(document, GroupSpec.class);
        inProperties(field(document, "Properties"), ignored);
        return new GroupDocument(group, ignored);
    }

    /**
     * The group's id is the last part of the object's name: InfraKit itself answers {@code mystack/workers} for {@code workers}.
     *
     * @throws IllegalArgumentException with a sentence, if it is of another kind, or its properties are none of a group
     */
    public static GroupSpec of(ObjectSpec object) {
        String kind = Optional.ofNullable(object.kind()).orElse("");
        if (!kind.equals(KIND)) {
            throw new IllegalArgumentException("kind is '" + kind + "': only 'group' is known here");
        }
        JsonNode properties = object.properties();
        return new GroupSpec(
                name(object.metadata()),
                properties == null || properties.isNull() ? null : shape(properties, GroupProperties.class));
    }

    /** Null if it has none. */
    public static @Nullable String name(Shapes.@Nullable Metadata metadata) {
        String name = metadata == null ? null : metadata.name();
        return name == null ? null : name.substring(name.lastIndexOf('/') + 1);
    }

    private static GroupSpec ofObject(JsonNode document, List<String> ignored) {
        ObjectSpec object = shape(document, ObjectSpec.class);
        if (object.metadata() != null
                && object.metadata().tags() != null
                && !object.metadata().tags().isEmpty()) {
            ignored.add("metadata.tags are the object's own, and no tags of its instances: they are not taken over");
        }
        for (String each : List.of("options", "template", "depends")) {
            JsonNode told = field(document, each);
            if (told != null && !told.isNull() && !(told.isContainer() && told.isEmpty())) {
                ignored.add(each + " has no equivalent");
            }
        }
        return of(object);
    }

    private static void inProperties(@Nullable JsonNode properties, List<String> ignored) {
        unknown("Properties.", properties, PROPERTIES, ignored);
        if (properties != null) {
            unknown("Properties.Instance.", field(properties, "Instance"), PART, ignored);
            unknown("Properties.Flavor.", field(properties, "Flavor"), PART, ignored);
            unknown("Properties.Allocation.", field(properties, "Allocation"), ALLOCATION, ignored);
            unknown("Properties.Updating.", field(properties, "Updating"), UPDATING, ignored);
        }
    }

    private static void unknown(String where, @Nullable JsonNode node, Set<String> known, List<String> ignored) {
        if (node != null && node.isObject()) {
            node.propertyNames().stream()
                    .filter(it -> !known.contains(it))
                    .forEach(it -> ignored.add(where + it + " is not known to InfraKit"));
        }
    }

    private static @Nullable JsonNode field(JsonNode node, String name) {
        return node.propertyStream()
                .filter(it -> it.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private static <T> T shape(JsonNode node, Class<T> type) {
        try {
            return WireJson.MAPPER.treeToValue(node, type);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("the group cannot be read: " + e.getOriginalMessage(), e);
        }
    }

    private static Set<String> inAnyCase(String... names) {
        Set<String> sorted = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        sorted.addAll(List.of(names));
        return sorted;
    }
}
