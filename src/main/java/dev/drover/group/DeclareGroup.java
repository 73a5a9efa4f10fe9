package dev.drover.group;

import dev.drover.database.Rows;
import dev.drover.history.Event;
import dev.drover.history.EventType;
import dev.drover.history.History;
import dev.drover.spec.GroupName;
import dev.drover.spec.GroupSpec;
import dev.drover.spec.HealthPolicy;
import dev.drover.spec.SpecReader;
import dev.drover.web.Asker;
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
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Stores what users want of a group. Whatever is refused changes nothing. */
@Component
class DeclareGroup {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Weigh weigh;
    private final Forecaster forecaster;
    private final Groups groups;
    private final Declarations declarations;
    private final TemplateStore templates;
    private final LiveMembers live;
    private final History history;
    private final Wakes wakes;
    private final Jobs jobs;
    private final DatabaseClock clock;
    private final Command command;

    DeclareGroup(
            Weigh weigh,
            Forecaster forecaster,
            Groups groups,
            Declarations declarations,
            TemplateStore templates,
            LiveMembers live,
            History history,
            Wakes wakes,
            Jobs jobs,
            DatabaseClock clock,
            Command command) {
        this.weigh = weigh;
        this.forecaster = forecaster;
        this.groups = groups;
        this.declarations = declarations;
        this.templates = templates;
        this.live = live;
        this.history = history;
        this.wakes = wakes;
        this.jobs = jobs;
        this.clock = clock;
        this.command = command;
    }

    Foretold declare(Declare request) {
        Verdict verdict = weigh.validated(request);
        try {
            return inOneTransaction(request, verdict);
        } catch (DataIntegrityViolationException e) {
            return inOneTransaction(request, verdict); // somebody created the group at the same moment
        }
    }

    /** What is expected is judged while the group is locked; what is only told is thought about after that. */
    private Foretold inOneTransaction(Declare request, Verdict verdict) {
        Stored stored = command.call(() -> {
            Optional<FleetGroup> group = groups.lock(nameIn(verdict));
            Preconditions.check(request, group);
            Intended intended = weigh.declaration(request, verdict, group);
            Forecaster.Outlook outlook = forecaster.read(intended);
            ForecastView reviewed = request.expect() == null ? null : outlook.look(Forecaster.Effort.THOROUGH);
            if (reviewed != null) {
                Preconditions.expected(request.expect(), reviewed);
            }
            return new Stored(store(request, intended, group), outlook, reviewed);
        });
        return stored.foretold();
    }

    /** Within a transaction that has locked the group, if there is one. */
    Declared store(Declare request, Intended intended, Optional<FleetGroup> group) {
        Cause cause = Cause.of(request, clock.now());
        return group.map(it -> again(intended, it, cause)).orElseGet(() -> create(intended, cause));
    }

    static String nameIn(Verdict verdict) {
        return Objects.requireNonNull(verdict.spec()).name().value();
    }

    private Declared create(Intended intended, Cause cause) {
        FleetGroup group =
                groups.saveAndFlush(new FleetGroup(intended.spec().name().value(), cause.now()));
        jobs.ensure(Job.Name.RECONCILE, String.valueOf(group.id()));
        store(group, intended, cause);
        tell(group, EventType.GROUP_DECLARED, cause, "the group is declared with size " + intended.size());
        return new Declared(group.id(), group.name(), true, Declared.Extent.REVISION, group.generation());
    }

    private Declared again(Intended intended, FleetGroup group, Cause cause) {
        Declared.Extent extent = Declared.Extent.of(intended.change());
        if (!intended.changes()) {
            return new Declared(group.id(), group.name(), false, extent, group.generation());
        }
        GroupSpec spec = intended.spec();
        if (!spec.labels().equals(newestSpec(group).labels())) {
            live.prepareAnew(group.id());
        }
        store(group, intended, cause);
        tell(group, EventType.GROUP_DECLARED, cause, "declared anew: " + extent.text() + ", size " + intended.size());
        return new Declared(group.id(), group.name(), false, extent, group.generation());
    }

    /** What a group is declared to be now. */
    GroupSpec newestSpec(FleetGroup group) {
        return SpecReader.read(
                new GroupName(group.name()), JSON.readTree(weigh.newest(group).spec()));
    }

    /** Within a transaction that has locked the group: an older revision is declared again. */
    void rolledBack(FleetGroup group, Intended intended, String actor, @Nullable Provenance provenance, Instant now) {
        store(group, intended, new Cause(actor, provenance, now));
        groups.saveAndFlush(group);
    }

    /** Scales a group as if its spec had been declared with another size. */
    Declared scale(GroupName name, int size, String actor, @Nullable Provenance provenance) {
        return command.call(() -> {
            FleetGroup group = Preconditions.active(groups.lock(name.value()), name.value());
            StoredDeclaration before = weigh.newest(group);
            ObjectNode tree = JSON.readTree(before.spec()).asObject();
            GroupSpec spec = SpecReader.read(name, tree);
            Refusals.refuseToScalePets(spec.allocation());
            Refusals.refuseSize(size, spec.allocation());
            if (size == before.size()) {
                return new Declared(group.id(), group.name(), false, Declared.Extent.NONE, group.generation());
            }
            tree.withObjectProperty("allocation").put("size", size);
            Cause cause = new Cause(actor, provenance, clock.now());
            String change = Declared.Extent.SIZE.text();
            store(
                    group,
                    new Intended(
                            group.generation(),
                            tree,
                            spec,
                            size,
                            before.revision(),
                            before.labelsAt(),
                            false,
                            null,
                            change),
                    cause);
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
        StoredDeclaration before = weigh.newest(group);
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
        Intended without = new Intended(
                group.generation(),
                tree,
                SpecReader.read(name, tree),
                ids.size(),
                before.revision(),
                before.labelsAt(),
                false,
                null,
                Declared.Extent.SIZE.text());
        store(group, without, cause);
        tell(group, EventType.GROUP_SCALED, cause, "declared without " + logicalId + ", size " + ids.size());
    }

    private void store(FleetGroup group, Intended intended, Cause cause) {
        group.declared(cause.now());
        live.forgive(group.id(), cause.now());
        StoredRevision revision = templates.store(group.id(), intended, cause.now());
        declarations.save(new StoredDeclaration(
                new StoredDeclaration.Id(group.id(), group.generation()),
                intended.tree().toString(),
                intended.size(),
                revision.number(),
                cause.actor(),
                cause.now(),
                intended.notValidated(),
                cause.provenance() == null ? null : Rows.json(cause.provenance()),
                Declared.Extent.of(intended.change()),
                intended.rollback(),
                intended.labelsAt()));
        declarations.flush();
        HealthPolicy health = intended.spec().health();
        if (revision.judged() || (health != null && health.probes())) {
            jobs.ensure(Job.Name.PROBE, String.valueOf(group.id()));
            jobs.dueNow(Job.Name.PROBE, String.valueOf(group.id()));
        }
        wakes.wake(List.of(group.id()));
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

    /** What a declaration became, and what it is foretold from. {@code reviewed} is null if nothing was expected. */
    private record Stored(
            Declared declared,
            Forecaster.Outlook outlook,
            @Nullable ForecastView reviewed) {
        Foretold foretold() {
            return new Foretold(
                    declared,
                    reviewed != null
                            ? reviewed.glance(true)
                            : outlook.look(Forecaster.Effort.GLANCE).glance(false));
        }
    }
}
