package dev.drover.gateway;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.drover.group.DeclaredGroup;
import dev.drover.group.GroupCommands;
import dev.drover.infrakit.GroupDocument;
import dev.drover.infrakit.GroupTranslation;
import dev.drover.infrakit.Shapes;
import dev.drover.infrakit.WireJson;
import dev.drover.member.MemberInstance;
import dev.drover.member.MemberInstances;
import dev.drover.reconcile.Convergence;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Groups as InfraKit shows them. */
@Component
class GroupPictures {
    private final GroupCommands groups;
    private final MemberInstances members;
    private final Convergence convergence;

    GroupPictures(GroupCommands groups, MemberInstances members, Convergence convergence) {
        this.groups = groups;
        this.members = members;
        this.convergence = convergence;
    }

    /** @throws dev.drover.web.Problem if there is none */
    Picture one(String name) {
        return picture(groups.get(name), convergence.names(name), members.byGroup(name));
    }

    /** What is asked first is what may only be believed of what is read after it: nobody is counted who came meanwhile. */
    List<Picture> all() {
        Set<String> converged = convergence.names(null);
        Map<String, List<MemberInstance>> instances = members.byGroup(null);
        return groups.all().stream()
                .map(it -> picture(it, converged, instances))
                .toList();
    }

    /** As {@code commit-group} writes it. */
    static Shapes.GroupSpec spec(DeclaredGroup group) {
        return new Shapes.GroupSpec(group.name(), GroupTranslation.properties(group.spec(), group.size()));
    }

    /** As {@code commit} writes it. */
    static Shapes.ObjectSpec object(DeclaredGroup group) {
        return new Shapes.ObjectSpec(
                GroupDocument.KIND, "", new Shapes.Metadata(null, group.name(), null), properties(group), null, null);
    }

    private static JsonNode properties(DeclaredGroup group) {
        return WireJson.MAPPER.valueToTree(spec(group).properties());
    }

    private static Picture picture(
            DeclaredGroup group, Set<String> converged, Map<String, List<MemberInstance>> instances) {
        List<Shapes.Description> descriptions = instances.getOrDefault(group.name(), List.of()).stream()
                .map(it -> new Shapes.Description(it.instance(), it.logicalId(), it.labels(), null))
                .toList();
        boolean all = descriptions.size() == group.size();
        return new Picture(group, new State(descriptions, all && converged.contains(group.name())));
    }

    /**
     * What there is of a group.
     *
     * @param converged whether it is as declared, and nothing is under way
     */
    record State(
            @JsonProperty("Instances") List<Shapes.Description> instances,
            @JsonProperty("Converged") boolean converged) {
        static final State NOTHING = new State(List.of(), false);
    }

    /** A group and what there is of it. */
    record Picture(DeclaredGroup group, State state) {
        /** As {@code commit} writes it, and what there is of it. */
        Shapes.ObjectSpec object(Place place) {
            return new Shapes.ObjectSpec(
                    GroupDocument.KIND,
                    "Group/0.1.1",
                    new Shapes.Metadata(group.name(), place.name() + "/" + group.name(), null),
                    properties(group),
                    null,
                    WireJson.MAPPER.valueToTree(state));
        }
    }
}
