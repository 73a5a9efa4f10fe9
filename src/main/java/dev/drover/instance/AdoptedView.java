package dev.drover.instance;

import dev.drover.member.Adoption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a group has taken over.
 *
 * @param instances in the order in which they were named
 */
record AdoptedView(String group, List<AdoptedInstance> instances) {

    /**
     * An instance, and the member that it is now.
     *
     * @param id the provider's
     * @param was what it was before, as the end of a sentence that begins with "it was"
     * @param member the new member's id
     * @param logicalId null for cattle
     * @param revision what it counts as
     */
    record AdoptedInstance(
            String id,
            String was,
            String member,
            int index,
            @Nullable String logicalId,
            int revision) {
        static AdoptedInstance of(Adoption it) {
            return new AdoptedInstance(
                    it.instance().id().value(),
                    it.was(),
                    it.member().toString(),
                    it.index(),
                    it.logicalId() == null ? null : it.logicalId().value(),
                    it.revision());
        }
    }

    static AdoptedView of(Prospect prospect) {
        return new AdoptedView(
                prospect.group().name().value(),
                prospect.adoptions().stream().map(AdoptedInstance::of).toList());
    }
}
