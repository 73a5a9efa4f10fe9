package dev.drover.group;

import dev.drover.spec.GroupSpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a declaration would come to, before any of it is stored.
 *
 * @param baseGeneration the generation that it follows; 0 if there is no such group yet
 * @param tree the spec as declared, with its name and without its provenance
 * @param spec the same, with defaults
 * @param size the declared one, or else that of the generation before
 * @param revision the number that its machine template has, or would get
 * @param labelsAt the generation that changed labels last, this one included
 * @param rollback whether it brings an older revision back
 * @param notValidated what kept provider or flavor from checking it; null if they did
 * @param change none, policy, size or revision; none stores nothing
 */
public record Intended(
        long baseGeneration,
        ObjectNode tree,
        GroupSpec spec,
        int size,
        int revision,
        long labelsAt,
        boolean rollback,
        @Nullable String notValidated,
        String change) {

    /** Whether there is no such group yet. */
    public boolean isNew() {
        return baseGeneration == 0;
    }

    /** Whether it would be stored. */
    public boolean changes() {
        return !change.equals(Declared.Extent.NONE.text());
    }
}
