package dev.drover.group;

import dev.drover.spec.Digest;
import dev.drover.spec.GroupName;
import dev.drover.spec.GroupSpec;
import dev.drover.spec.SpecReader;
import dev.drover.web.GivenProvenance;
import dev.drover.web.Problem;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Finds out what a declaration would come to, and refuses what may not be declared. Writes nothing. */
@Component
class Weigh {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final SpecValidation validation;
    private final Groups groups;
    private final Declarations declarations;
    private final Revisions revisions;
    private final LiveMembers live;

    Weigh(SpecValidation validation, Groups groups, Declarations declarations, Revisions revisions, LiveMembers live) {
        this.validation = validation;
        this.groups = groups;
        this.declarations = declarations;
        this.revisions = revisions;
        this.live = live;
    }

    /**
     * Asks provider and flavor too, so that it is no part of a transaction.
     *
     * @throws Problem if anything is wrong with the spec or its provenance
     */
    Verdict validated(Declare request) {
        Integer size = nameOf(request)
                .flatMap(groups::find)
                .map(this::newest)
                .map(StoredDeclaration::size)
                .orElse(null);
        Verdict verdict = validation.validate(request.spec(), request.name(), size);
        Refusals.refuse(verdict, request.provenance().violations());
        return verdict;
    }

    private static Optional<String> nameOf(Declare request) {
        return request.name() != null
                ? Optional.of(request.name().value())
                : Optional.of(request.spec().path("name"))
                        .filter(JsonNode::isString)
                        .map(JsonNode::stringValue);
    }

    /** Within a transaction that has read, or locked, the group. */
    Intended declaration(Declare request, Verdict verdict, Optional<FleetGroup> group) {
        GroupSpec spec = Objects.requireNonNull(verdict.spec());
        return group.map(it -> again(request, spec, verdict, it)).orElseGet(() -> first(request, spec, verdict));
    }

    private static Intended first(Declare request, GroupSpec spec, Verdict verdict) {
        return new Intended(
                0,
                tree(request, spec.name()),
                spec,
                Refusals.sizeOfNewGroup(spec),
                1,
                1,
                false,
                verdict.silence(),
                Declared.Extent.REVISION.text());
    }

    private Intended again(Declare request, GroupSpec spec, Verdict verdict, FleetGroup group) {
        StoredDeclaration before = newest(group);
        int size = Objects.requireNonNullElse(spec.allocation().size(), before.size());
        JsonNode old = JSON.readTree(before.spec());
        Declared.Extent extent = Extents.between(spec.name(), old, before.size(), request.spec(), size);
        GroupSpec declared = SpecReader.read(spec.name(), old);
        refuseAnotherKind(spec, group, declared);
        boolean sameLabels = spec.labels().equals(declared.labels());
        ObjectNode tree = tree(request, spec.name());
        return new Intended(
                group.generation(),
                tree,
                spec,
                size,
                revision(group, Digest.of(tree).value()),
                sameLabels ? before.labelsAt() : group.generation() + 1,
                false,
                verdict.silence(),
                extent.text());
    }

    private int revision(FleetGroup group, String digest) {
        return revisions
                .find(group.id(), digest)
                .map(StoredRevision::number)
                .orElseGet(() -> revisions.newest(group.id()) + 1);
    }

    /** Whether members have an identity cannot change while there are any. */
    private void refuseAnotherKind(GroupSpec spec, FleetGroup group, GroupSpec before) {
        boolean pets = before.allocation().pets();
        if (spec.allocation().pets() != pets && live.any(group.id())) {
            String message = pets
                    ? "must have 'logicalIds', for the group's members have them: declare an empty list first and wait until"
                            + " they are gone, or declare the group under another name"
                    : "must not have 'logicalIds', for the group's members have none: scale it to 0 first and wait until"
                            + " they are gone, or declare the group under another name";
            Refusals.refuse("spec", List.of(new Problem.Violation("/allocation", message)));
        }
    }

    /** What is stored names its group, so that it can be put back under any path; where it comes from stands beside it. */
    private static ObjectNode tree(Declare request, GroupName name) {
        return request.spec().deepCopy().put("name", name.value()).without(GivenProvenance.FIELD);
    }

    StoredDeclaration newest(FleetGroup group) {
        return declarations
                .findById(new StoredDeclaration.Id(group.id(), group.generation()))
                .orElseThrow(() -> new IllegalStateException("group " + group.name() + " has no declaration"));
    }
}
