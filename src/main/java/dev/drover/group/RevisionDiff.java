package dev.drover.group;

import dev.drover.web.Rendered;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What differs between two machine templates.
 *
 * @param changes sorted by pointer; empty if nothing differs
 * @param text the same for people: a unified diff of the two as YAML; empty if nothing differs
 */
record RevisionDiff(int from, int to, List<ChangedPlace> changes, String text) implements Rendered {
    static RevisionDiff between(RevisionView from, RevisionView to) {
        JsonNode before = template(from);
        JsonNode after = template(to);
        return new RevisionDiff(
                from.number(),
                to.number(),
                TreeDiff.between(before, after),
                TextDiff.unified("revision " + from.number(), before, "revision " + to.number(), after));
    }

    private static JsonNode template(RevisionView revision) {
        var template = JsonNodeFactory.instance.objectNode();
        template.set("instance", revision.instance());
        template.set("flavor", revision.flavor());
        return template;
    }

    @Override
    public String rendered() {
        return text;
    }

    /** One place that differs. {@code before} or {@code after} is null where there is nothing at that place. */
    record ChangedPlace(
            String pointer,
            @Schema(implementation = Object.class) @Nullable JsonNode before,
            @Schema(implementation = Object.class) @Nullable JsonNode after) {}
}
