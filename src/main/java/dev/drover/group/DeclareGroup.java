package dev.drover.group;

import dev.drover.database.Rows;
import dev.drover.history.Event;
import dev.drover.history.EventType;
import dev.drover.history.History;
import dev.drover.spec.Digest;
import dev.drover.spec.GroupName;
import dev.drover.spec.GroupSpec;
import dev.drover.spec.SpecReader;
import dev.drover.web.Asker;
import dev.drover.web.GivenProvenance;
import dev.drover.web.Problem;
import dev.drover.web.Provenance;
import dev.drover.work.DatabaseClock;
import dev.drover.work.Job;
import dev.drover.work.Jobs;
import dev.drover.work.Wakes;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Stores what users want of a group. Whatever is refused changes nothing. */
@Component
class DeclareGroup {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final SpecValidation validation;
    private final Groups groups;
    private final Declarations declarations;
    private final Revisions revisions;
    private final LiveMembers live;
    private final History history;
    private final Wakes wakes;
    private final Jobs jobs;
    private final DatabaseClock clock;
    private final Command command;

    DeclareGroup(
            SpecValidation validation,
            Groups groups,
            Declarations declarations,
            Revisions revisions,
            LiveMembers live,
            History history,
            Wakes wakes,
            Jobs jobs,
            DatabaseClock clock,
            Command command) {
        this.validation = validation;
        this.groups = groups;
        this.declarations = declarations;
        this.revisions = revisions;
        this.live = live;
        this.history = history;
        this.wakes = wakes;
        this.jobs = jobs;
        this.clock = clock;
        this.command = command;
    }

    Declared declare(Declare request) {
        Verdict verdict = validated(request);
        GroupSpec spec = Objects.requireNonNull(verdict.spec());
        try {
            return inOneTransaction(request, spec, verdict);
        } catch (DataIntegrityViolationException e) {
            return inOneTransaction(request, spec, verdict); // somebody created the group at the same moment
        }
    }

    private Verdict validated(Declare request) {
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

    private Declared inOneTransaction(Declare request, GroupSpec spec, Verdict verdict) {
        return command.call(() -> {
            Optional<FleetGroup> group = groups.lock(spec.name().value());
            Preconditions.check(request, group);
            Instant now = clock.now();
            return group.map(it -> again(request, spec, verdict, it, now))
                    .orElseGet(() -> create(request, spec, verdict, now));
        });
    }

    private Declared create(Declare request, GroupSpec spec, Verdict verdict, Instant now) {
        int size = Refusals.sizeOfNewGroup(spec);
        FleetGroup group = groups.saveAndFlush(new FleetGroup(spec.name().value(), now));
        jobs.ensure(Job.Name.RECONCILE, String.valueOf(group.id()));
        Cause cause = Cause.of(request, now);
        store(group, tree(request, spec.name()), spec, size, verdict, Declared.Extent.REVISION, false, cause);
        tell(group, EventType.GROUP_DECLARED, cause, "the group is declared with size " + size);
        return new Declared(group.id(), group.name(), true, Declared.Extent.REVISION, group.generation());
    }

    private Declared again(Declare request, GroupSpec spec, Verdict verdict, FleetGroup group, Instant now) {
        StoredDeclaration before = newest(group);
        int size = Objects.requireNonNullElse(spec.allocation().size(), before.size());
        JsonNode old = JSON.readTree(before.spec());
        Declared.Extent extent = Extents.between(spec.name(), old, before.size(), request.spec(), size);
        if (extent == Declared.Extent.NONE) {
            return new Declared(group.id(), group.name(), false, extent, group.generation());
        }
        GroupSpec declared = SpecReader.read(spec.name(), old);
        refuseAnotherKind(spec, group, declared);
        if (!spec.labels().equals(declared.labels())) {
            live.prepareAnew(group.id());
        }
        Cause cause = Cause.of(request, now);
        store(group, tree(request, spec.name()), spec, size, verdict, extent, false, cause);
        tell(group, EventType.GROUP_DECLARED, cause, "declared anew: " + extent.text() + ", size " + size);
        return new Declared(group.id(), group.name(), false, extent, group.generation());
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

    /** Within a transaction that has locked the group: an older revision is declared again. */
    void rolledBack(
            FleetGroup group, ObjectNode tree, int size, String actor, @Nullable Provenance provenance, Instant now) {
        GroupSpec spec = SpecReader.read(new GroupName(group.name()), tree);
        Verdict nothingNew = new Verdict(List.of(), List.of(), List.of(), spec);
        store(group, tree, spec, size, nothingNew, Declared.Extent.REVISION, true, new Cause(actor, provenance, now));
        groups.saveAndFlush(group);
    }

    /** Scales a group as if its spec had been declared with another size. */
    Declared scale(GroupName name, int size, String actor, @Nullable Provenance provenance) {
        return command.call(() -> {
            FleetGroup group = Preconditions.active(groups.lock(name.value()), name.value());
            StoredDeclaration before = newest(group);
            ObjectNode tree = JSON.readTree(before.spec()).asObject();
            GroupSpec spec = SpecReader.read(name, tree);
            Refusals.refuseToScalePets(spec.allocation());
            Refusals.refuseSize(size, spec.allocation());
            if (size == before.size()) {
                return new Declared(group.id(), group.name(), false, Declared.Extent.NONE, group.generation());
            }
            tree.withObjectProperty("allocation").put("size", size);
            Cause cause = new Cause(actor, provenance, clock.now());
            Verdict nothingNew = new Verdict(List.of(), List.of(), List.of(), spec);
            store(group, tree, spec, size, nothingNew, Declared.Extent.SIZE, false, cause);
            tell(group, EventType.GROUP_SCALED, cause, "scaled from " + before.size() + " to " + size);
            return new Declared(group.id(), group.name(), false, Declared.Extent.SIZE, group.generation());
        });
    }

    /**
     * Within a command that has locked the group: as if its spec had been declared with one member less.
     *
     * @param logicalId whose member that is; null for cattle
     */
    void shrink(GroupName name, @Nullable String logicalId, Asker asker) {
        FleetGroup group = Preconditions.active(groups.lock(name.value()), name.value());
        StoredDeclaration before = newest(group);
        ObjectNode tree = JSON.readTree(before.spec()).asObject();
        GroupSpec spec = SpecReader.read(name, tree);
        Refusals.refuseToShrink(before.size(), spec.allocation());
        if (logicalId == null) {
            scale(name, before.size() - 1, asker.actor(), asker.provenance());
            return;
        }
        ArrayNode ids = tree.withObjectProperty("allocation").putArray("logicalIds");
        Objects.requireNonNull(spec.allocation().logicalIds()).stream()
                .filter(it -> !it.equals(logicalId))
                .forEach(ids::add);
        Cause cause = new Cause(asker.actor(), asker.provenance(), clock.now());
        Verdict nothingNew = new Verdict(List.of(), List.of(), List.of(), SpecReader.read(name, tree));
        store(group, tree, spec, ids.size(), nothingNew, Declared.Extent.SIZE, false, cause);
        tell(group, EventType.GROUP_SCALED, cause, "declared without " + logicalId + ", size " + ids.size());
    }

    private void store(
            FleetGroup group,
            ObjectNode tree,
            GroupSpec spec,
            int size,
            Verdict verdict,
            Declared.Extent extent,
            boolean rollback,
            Cause cause) {
        long labelsAt = labelsAt(group, spec);
        group.declared(cause.now());
        live.forgive(group.id(), cause.now());
        int revision = revision(group.id(), tree, cause.now());
        declarations.save(new StoredDeclaration(
                new StoredDeclaration.Id(group.id(), group.generation()),
                tree.toString(),
                size,
                revision,
                cause.actor(),
                cause.now(),
                verdict.notValidated().isEmpty() ? null : String.join(" ", verdict.notValidated()),
                cause.provenance() == null ? null : Rows.json(cause.provenance()),
                extent,
                rollback,
                labelsAt));
        declarations.flush();
        if (spec.health() != null && spec.health().probes()) {
            jobs.ensure(Job.Name.PROBE, String.valueOf(group.id()));
            jobs.dueNow(Job.Name.PROBE, String.valueOf(group.id()));
        }
        wakes.wake(List.of(group.id()));
    }

    /** Of the declaration that is about to be stored. */
    private long labelsAt(FleetGroup group, GroupSpec spec) {
        if (group.generation() == 0) {
            return 1;
        }
        StoredDeclaration before = newest(group);
        boolean same = SpecReader.read(spec.name(), JSON.readTree(before.spec()))
                .labels()
                .equals(spec.labels());
        return same ? before.labelsAt() : group.generation() + 1;
    }

    private int revision(long group, JsonNode tree, Instant now) {
        String digest = Digest.of(tree).value();
        return revisions.find(group, digest).map(StoredRevision::number).orElseGet(() -> {
            int number = revisions.newest(group) + 1;
            revisions.saveAndFlush(new StoredRevision(
                    new StoredRevision.Id(group, number), digest, part(tree, "instance"), part(tree, "flavor"), now));
            return number;
        });
    }

    private static String part(JsonNode tree, String name) {
        JsonNode part = tree.get(name);
        return part == null ? "{}" : part.toString();
    }

    /** What is stored names its group, so that it can be put back under any path; where it comes from stands beside it. */
    private static ObjectNode tree(Declare request, GroupName name) {
        return request.spec().deepCopy().put("name", name.value()).without(GivenProvenance.FIELD);
    }

    /** What a group is declared to be now. */
    GroupSpec spec(FleetGroup group) {
        return SpecReader.read(
                new GroupName(group.name()), JSON.readTree(newest(group).spec()));
    }

    private StoredDeclaration newest(FleetGroup group) {
        return declarations
                .findById(new StoredDeclaration.Id(group.id(), group.generation()))
                .orElseThrow(() -> new IllegalStateException("group " + group.name() + " has no declaration"));
    }

    private void tell(FleetGroup group, EventType type, Cause cause, String message) {
        history.append(List.of(new Event(
                group.id(), null, type, cause.now(), group.generation(), cause.actor(), message, cause.provenance())));
    }

    /** Who declares what is declared now, and where it comes from. */
    private record Cause(String actor, @Nullable Provenance provenance, Instant now) {
        static Cause of(Declare request, Instant now) {
            return new Cause(request.actor(), request.provenance().provenance(), now);
        }
    }
}
