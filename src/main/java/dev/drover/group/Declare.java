package dev.drover.group;

import dev.drover.spec.GroupName;
import dev.drover.web.GivenProvenance;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request to declare a group.
 *
 * @param name from the path; null if only the spec names the group
 * @param spec as it was sent
 * @param ifGeneration declare only if this is the newest generation; null if any is good
 * @param onlyNew declare only if there is no such group
 * @param expect declare only if the forecast has this digest; null if any is good
 * @param actor who asks
 * @param provenance where the spec comes from
 */
public record Declare(
        @Nullable GroupName name,
        ObjectNode spec,
        @Nullable Long ifGeneration,
        boolean onlyNew,
        @Nullable String expect,
        String actor,
        GivenProvenance provenance) {

    /**
     * One that another module makes of what it was sent.
     *
     * @param spec which names its group
     * @param ifMatch as the header says it
     * @param ifNoneMatch as the header says it
     */
    public static Declare of(
            ObjectNode spec,
            @Nullable String ifMatch,
            @Nullable String ifNoneMatch,
            String actor,
            GivenProvenance provenance) {
        return new Declare(null, spec, ETags.generation(ifMatch), ETags.onlyNew(ifNoneMatch), null, actor, provenance);
    }
}
