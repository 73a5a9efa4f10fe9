package dev.drover.plan;

import dev.drover.plan.GroupState.Lifecycle;
import dev.drover.provider.spi.LogicalId;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.spec.GroupName;
import dev.drover.spec.GroupProcess;
import dev.drover.spec.MemberId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The database, with one group and one provider: its rows, and the statements of commands and passes with their guards. */
final class Store {
    static final GroupName GROUP = new GroupName("web");
    static final String PROVIDER = "cloud";

    private final Climate climate;
    private final Dice dice;
    private final List<MemberRow> ended = new ArrayList<>();
    private final Set<Integer> numbers = new HashSet<>();
    private long ids;

    final List<LogicalId> logicalIds = new ArrayList<>();
    private final Map<LogicalId, Integer> indices = new HashMap<>();
    private int named;
    private long labels = 1;

    final List<MemberRow> members = new ArrayList<>();
    final Map<ProviderFailure.Kind, CreateFailures> failures = new EnumMap<>(ProviderFailure.Kind.class);
    Lifecycle lifecycle = Lifecycle.ACTIVE;
    boolean deleted;
    int size;
    int revision = 1;
    private long generation = 1;
    private Instant clearedAt;
    final Map<GroupProcess, Instant> paused = new EnumMap<>(GroupProcess.class);
    private long epoch = 1;
    private long fence = 1;
    private @Nullable Instant plannedAt;

    @Nullable
    Observation observation;

    boolean observationTooOld;

    @Nullable
    Instant throttledUntil;

    Reach reach = Reach.ALWAYS;

    @Nullable
    Rollout rollout;

    /** Machines that are no living member's, as listings showed them. */
    final List<StrayRow> strays = new ArrayList<>();

    @Nullable
    private Integer lastGood;

    private boolean rolledBack;

    boolean wake = true;
    int commands;
    private List<Condition> status = List.of();

    Store(Climate climate, Dice dice, Instant now) {
        this.climate = climate;
        this.dice = dice;
        this.size = climate.size();
        for (int i = 0; climate.pets() && i < size; i++) {
            logicalIds.add(newId(i));
        }
        this.clearedAt = now;
    }

    int ceiling() {
        return size + (climate.pets() ? 0 : climate.update().surge(size));
    }

    private LogicalId newId(int number) {
        named = Math.max(named, number + 1);
        return new LogicalId("pet-" + number);
    }

    /** Some ids are declared no more, or others are; for cattle a number is. */
    void resize(int newSize) {
        while (climate.pets() && logicalIds.size() > newSize) {
            logicalIds.remove(dice.below(logicalIds.size()));
        }
        while (climate.pets() && logicalIds.size() < newSize) {
            LogicalId old = newId(dice.below(named + 1));
            logicalIds.add(logicalIds.contains(old) ? newId(named) : old);
        }
        scale(newSize);
    }

    /** Members whose machines may exist. */
    int possible() {
        return (int) members.stream()
                .filter(it -> it.logicalId != null || it.destroy == null || !it.destroy.accepted)
                .count();
    }

    boolean claimable(ActionRow action, Instant now) {
        boolean fenced = action.epoch < fence && action.kind != Call.Kind.UNLABEL;
        return action.is(Call.State.PLANNED) && !fenced && !action.notBefore.isAfter(now);
    }

    List<ActionRow> actions() {
        List<ActionRow> actions = new ArrayList<>();
        for (MemberRow member : members) {
            for (Call.Kind kind : Call.Kind.values()) {
                ActionRow action = member.action(kind);
                if (action != null) {
                    actions.add(action);
                }
            }
        }
        return actions;
    }

    /** Those that outlive their members. */
    List<ActionRow> unlabels() {
        return ended.stream().flatMap(it -> Stream.ofNullable(it.unlabel)).toList();
    }

    List<MemberRow> over() {
        return ended;
    }

    Snapshot load(Instant clock) {
        wake = false;
        Instant now = plannedAt != null && plannedAt.isAfter(clock) ? plannedAt : clock;
        GroupState state = new GroupState(
                GROUP,
                lifecycle,
                declared(),
                new Template(1, PROVIDER),
                rollout,
                new Paused(paused),
                members.stream().map(it -> it.read(fence, PROVIDER)).toList(),
                unreplaced(),
                casualties(now),
                indices,
                List.copyOf(failures.values()),
                Map.of(
                        PROVIDER,
                        new ProviderState(PROVIDER, climate.capabilities(), observation, throttledUntil, reach)),
                orphans(),
                plannedAt);
        return new Snapshot(state, now, epoch, commands);
    }

    Orphans orphans() {
        return new Orphans(
                doomed(),
                strays.stream()
                        .filter(it -> it.what == StrayRow.What.UNKNOWN)
                        .map(it -> it.machine)
                        .toList(),
                copied());
    }

    private Set<MemberId> copied() {
        Set<UUID> tokens = strays.stream()
                .filter(it -> it.what == StrayRow.What.DUPLICATE)
                .map(it -> it.token)
                .collect(Collectors.toSet());
        return members.stream()
                .filter(it -> tokens.contains(it.create.id))
                .map(it -> it.id)
                .collect(Collectors.toSet());
    }

    int doomed() {
        return (int)
                strays.stream().filter(it -> it.what != StrayRow.What.UNKNOWN).count();
    }

    private Declared declared() {
        return new Declared(
                generation,
                size,
                climate.pets() ? logicalIds : null,
                labels,
                revision,
                PROVIDER,
                rolledBack,
                lastGood,
                climate.probed(),
                climate.startup(),
                climate.update(),
                climate.repair(),
                climate.drain(),
                climate.scaleIn(),
                clearedAt,
                null);
    }

    private List<Predecessor> unreplaced() {
        Instant from = (plannedAt == null ? Instant.EPOCH : plannedAt)
                .minus(climate.repair().retryEvery());
        List<Predecessor> unreplaced = new ArrayList<>();
        for (MemberRow it : ended) {
            if (it.replacedBy == null
                    && it.boundAt != null
                    && it.leavingBecause != null
                    && it.leavingBecause.repair()
                    && it.leavingSince != null
                    && it.leavingSince.isAfter(from)) {
                unreplaced.add(new Predecessor(
                        it.id, it.logicalId, it.leavingBecause, it.createdAt, it.leavingSince, it.lineage));
            }
        }
        return unreplaced;
    }

    private List<Casualty> casualties(Instant now) {
        List<Casualty> casualties = new ArrayList<>();
        Instant from = now.minus(climate.repair().breaker().window());
        for (MemberRow it : ended) {
            if ((it.leavingBecause == Why.STOPPED || it.leavingBecause == Why.UNHEALTHY)
                    && it.leavingSince != null
                    && it.leavingSince.isAfter(from)) {
                casualties.add(new Casualty(
                        it.id, it.lineage.replaces(), it.fellIllAt == null ? it.leavingSince : it.fellIllAt));
            }
        }
        return casualties;
    }

    /** Writes a plan down; false if a row had moved, and then nothing was written. */
    boolean record(Snapshot snapshot, Plan plan) {
        if (plan.quiet() && plan.conditions().equals(status)) {
            return true;
        }
        Recording recording = new Recording(this, snapshot);
        if (epoch != snapshot.epoch() || !recording.unmoved(plan)) {
            return false;
        }
        epoch++;
        plannedAt = snapshot.now();
        status = plan.conditions();
        recording.write(plan, epoch);
        return true;
    }

    MemberRow row(MemberId id) {
        return members.stream()
                .filter(it -> it.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(id + " has ended"));
    }

    boolean has(MemberId id) {
        return members.stream().anyMatch(it -> it.id.equals(id));
    }

    void add(Action.Provision provision, Instant now, long newEpoch, int commandsSeen) {
        MemberRow row = new MemberRow(
                provision, newId(), newToken(), dice.chance(climate.drains()), labels, now, newEpoch, commandsSeen);
        if (row.logicalId != null) {
            indices.put(row.logicalId, row.index);
            if (members.stream().anyMatch(it -> row.logicalId.equals(it.logicalId))) {
                throw new Violation("invariant 5: two members have the logical id " + row.logicalId);
            }
        }
        MemberId replaces = provision.lineage().replaces();
        members.stream().filter(it -> it.id.equals(replaces)).forEach(it -> it.replacedBy = row.id);
        ended.stream().filter(it -> it.id.equals(replaces)).forEach(it -> it.replacedBy = row.id);
        if (members.stream().anyMatch(it -> it.index == row.index)) {
            throw new Violation("two members hold index " + row.index);
        }
        members.add(row);
    }

    /** Whether a pause forbids to take members away for this reason; making others in their place belongs to a repair. */
    boolean forbids(@Nullable Why why) {
        if (why == null || lifecycle != Lifecycle.ACTIVE) {
            return false;
        }
        return switch (why) {
            case SURPLUS, UNDECLARED -> paused.containsKey(GroupProcess.SHRINK);
            case OUTDATED, ANEW -> paused.containsKey(GroupProcess.ROLL);
            case MISSING, STOPPED, UNHEALTHY ->
                paused.containsKey(GroupProcess.REPAIR) || paused.containsKey(GroupProcess.FILL);
            case GROW, UPDATE, RELABEL, REQUESTED, DELETED, PAUSED, DETACHED, RELEASED -> false;
        };
    }

    MemberRow ended(MemberId id) {
        return ended.stream().filter(it -> it.id.equals(id)).findFirst().orElseThrow();
    }

    /** The member that had this token last, if it has ended. */
    Optional<MemberRow> ended(UUID token) {
        return ended.stream().filter(it -> it.create.id.equals(token)).findFirst();
    }

    List<MemberRow> ended() {
        return ended;
    }

    void end(MemberRow row) {
        row.state = MemberRow.State.ENDED;
        row.endedWith = row.providerId;
        members.remove(row);
        ended.add(row);
    }

    UUID newToken() {
        return new UUID(0, ++ids);
    }

    private MemberId newId() {
        int number = dice.below(MemberId.NUMBERS);
        return numbers.add(number) ? new MemberId(GROUP, number) : newId();
    }

    void scale(int newSize) {
        size = newSize;
        generation++;
        command();
    }

    void prove(int good) {
        lastGood = good;
    }

    /** What a failed rollout declares by itself is a declaration like any other. */
    void rollBack(int good, Instant now) {
        declare(good, now);
        rolledBack = true;
    }

    void declare(int newRevision, Instant now) {
        rolledBack = false;
        revision = newRevision;
        generation++;
        clearedAt = now;
        command();
    }

    void delete() {
        lifecycle = Lifecycle.DELETING;
        command();
    }

    void release() {
        lifecycle = Lifecycle.RELEASING;
        members.stream()
                .filter(it -> it.destroy == null || it.destroy.attempts == 0)
                .forEach(it -> it.request = Wishes.Kind.DETACH);
        command();
    }

    void abandon() {
        lifecycle = Lifecycle.ABANDONED;
        command();
    }

    /** Whether that changed anything. */
    boolean pause(GroupProcess process, Instant now) {
        boolean changed = paused.putIfAbsent(process, now) == null;
        if (changed) {
            command();
        }
        return changed;
    }

    void resume(GroupProcess process, Instant now) {
        Instant since = paused.remove(process);
        if (since == null) {
            return;
        }
        if (process == GroupProcess.REPAIR) {
            members.forEach(it -> it.standStill(since, now));
        }
        if (process == GroupProcess.ROLL && rollout != null && rollout.running()) {
            rollout = rollout.reached(rollout.marks(), now);
        }
        command();
    }

    void retry(Instant now) {
        clearedAt = now;
        failures.clear();
        command();
    }

    void ask(MemberRow row, Wishes.Kind kind) {
        row.request = kind;
        command();
    }

    void wish(MemberRow row, boolean held, boolean shielded) {
        row.held = held;
        row.shielded = shielded;
        command();
    }

    void anew(MemberRow row) {
        if (row.leavingSince == null && (rollout == null || rollout.state() != Rollout.State.FAILED)) {
            row.anew = true;
            command();
        }
    }

    long labels() {
        return labels;
    }

    void relabel() {
        generation++;
        labels = generation;
        command();
    }

    private void command() {
        commands++;
        fence();
    }

    /** What was planned is not called before another pass has seen what is so now. */
    void fence() {
        epoch++;
        fence = epoch;
        wake = true;
    }

    /** What a pass has read. */
    record Snapshot(GroupState state, Instant now, long epoch, int commands) {
        Member member(MemberId id) {
            return state.members().stream()
                    .filter(it -> it.id().equals(id))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
