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
record Declare(
        @Nullable GroupName name,
        ObjectNode spec,
        @Nullable Long ifGeneration,
        boolean onlyNew,
        @Nullable String expect,
        String actor,
        GivenProvenance provenance) {}
