package dev.drover.imports;

import dev.drover.infrakit.ConfigurationHash;
import dev.drover.infrakit.GroupDocument;
import dev.drover.infrakit.GroupTranslation;
import dev.drover.infrakit.Shapes.GroupProperties;
import dev.drover.infrakit.Shapes.GroupSpec;
import dev.drover.infrakit.Shapes.PluginSpec;
import dev.drover.instance.Marks;
import dev.drover.provider.Findings;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * A group of InfraKit in our words.
 *
 * @param document where they come from
 * @param id InfraKit's for it; empty if it has none, and then it is not valid
 * @param hash InfraKit's for the instances that it makes of this
 * @param notes a sentence for each thing that the spec does not say, or says otherwise
 */
record Translated(InfrakitGroup document, String id, ObjectNode spec, String hash, List<String> notes) {
    private static final PluginSpec NONE = new PluginSpec(null, null);

    /**
     * Adds what is wrong with the document itself to the findings.
     *
     * @throws dev.drover.web.Problem if so much is wrong that it cannot be read
     */
    static Translated of(ObjectNode body, Findings findings) {
        InfrakitGroup document = InfrakitGroup.of(body);
        new InfrakitRules(document, findings).check();
        GroupDocument read = read(body, findings);
        GroupSpec group = read.group();
        GroupTranslation translation = GroupTranslation.of(group);
        return new Translated(
                document,
                Objects.requireNonNullElse(group.id(), ""),
                translation.spec(),
                hash(group),
                Stream.concat(read.ignored().stream(), translation.withoutEquivalent().stream())
                        .toList());
    }

    private static GroupDocument read(ObjectNode body, Findings findings) {
        try {
            return GroupDocument.read(body);
        } catch (IllegalArgumentException e) {
            if (findings.isEmpty()) {
                findings.add("", String.valueOf(e.getMessage()));
            }
            findings.refuse(ImportGroup.BODY);
            throw e;
        }
    }

    private static String hash(GroupSpec group) {
        Optional<GroupProperties> properties = Optional.ofNullable(group.properties());
        return ConfigurationHash.of(
                properties.map(GroupProperties::instance).orElse(NONE),
                properties.map(GroupProperties::flavor).orElse(NONE));
    }

    String provider() {
        return spec.at("/instance/provider").asString();
    }

    Marks marks() {
        return InfrakitMarks.of(id, hash);
    }
}
