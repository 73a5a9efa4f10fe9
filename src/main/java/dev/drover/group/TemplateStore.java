package dev.drover.group;

import dev.drover.provider.Flavors;
import dev.drover.spec.Digest;
import dev.drover.spec.GroupSpec;
import java.time.Instant;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Stores the machine template of a declaration, unless the group has had the same one before. */
@Component
class TemplateStore {
    private final Revisions revisions;
    private final Flavors flavors;

    TemplateStore(Revisions revisions, Flavors flavors) {
        this.revisions = revisions;
        this.flavors = flavors;
    }

    /** Within the transaction that has locked the group. */
    StoredRevision store(long group, Intended intended, Instant now) {
        JsonNode tree = intended.tree();
        String digest = Digest.of(tree).value();
        return revisions
                .find(group, digest)
                .orElseGet(() -> revisions.saveAndFlush(new StoredRevision(
                        new StoredRevision.Id(group, revisions.newest(group) + 1),
                        digest,
                        part(tree, "instance"),
                        part(tree, "flavor"),
                        now,
                        judged(intended.spec().flavor()))));
    }

    /** A flavor that is not configured here may have a say. */
    private boolean judged(GroupSpec.Part flavor) {
        return flavors.flavor(flavor.provider())
                .map(it -> it.judges(flavor.properties()))
                .orElse(true);
    }

    private static String part(JsonNode tree, String name) {
        JsonNode part = tree.get(name);
        return part == null ? "{}" : part.toString();
    }
}
