package dev.drover.plan;

import dev.drover.plan.GroupState.Lifecycle;
import dev.drover.provider.spi.Capabilities;
import dev.drover.provider.spi.LogicalId;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.spec.Amount;
import dev.drover.spec.DrainPolicy;
import dev.drover.spec.GroupName;
import dev.drover.spec.GroupProcess;
import dev.drover.spec.MemberId;
import dev.drover.spec.RepairPolicy;
import dev.drover.spec.ScaleIn;
import dev.drover.spec.UpdatePolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A group's state with defaults, so that a test says only what matters. Probed, declared a day ago; its provider makes
 * creates idempotent, lags by 10 s at most, and was listed 2 s ago.
 */
final class GroupFixture {
    static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    static final GroupName GROUP = new GroupName("web");
    static final String PROVIDER = "cloud";
    static final Duration CREATE_TIMEOUT = Duration.ofSeconds(60);
    static final Duration WINDOW = Duration.ofSeconds(10);
    static final Duration INTERVAL = Duration.ofSeconds(10);
    static final Duration MIN_READY = UpdatePolicy.DEFAULT.minReady();
    static final Duration STARTUP = Duration.ofMinutes(10);
    static final Instant LISTED = NOW.minusSeconds(2);

    private final int size;
    private final List<Member> members = new ArrayList<>();
    private final List<Predecessor> unreplaced = new ArrayList<>();
    private final List<CreateFailures> failures = new ArrayList<>();
    private final Map<GroupProcess, Instant> paused = new EnumMap<>(GroupProcess.class);
    private Lifecycle lifecycle = Lifecycle.ACTIVE;
    private boolean unlabels = true;
    private int revision = 1;
    private UpdatePolicy update = UpdatePolicy.DEFAULT;
    private @Nullable Rollout rollout;
    private @Nullable Integer lastGood = 1;
    private boolean probed = true;
    private boolean idempotent = true;
    private boolean configured = true;
    private RepairPolicy repair = new RepairPolicy(
            RepairPolicy.Unhealthy.REPLACE,
            Amount.percent(100),
            RepairPolicy.Breaker.DEFAULT,
            3,
            RepairPolicy.DEFAULT.retryEvery());
    private final List<Casualty> casualties = new ArrayList<>();
    private final Map<LogicalId, Integer> indices = new HashMap<>();
    private @Nullable List<LogicalId> logicalIds;
    private long labels = 1;
    private DrainPolicy drain = DrainPolicy.DEFAULT;
    private ScaleIn scaleIn = ScaleIn.OLDEST;
    private Instant clearedAt = NOW.minus(Duration.ofDays(1));
    private @Nullable Instant listed = LISTED;
    private Duration listingTook = Duration.ofSeconds(1);
    private @Nullable Instant allMissingSince;
    private @Nullable Instant throttledUntil;
    private Orphans orphans = Orphans.NONE;
    private Reach reach = Reach.ALWAYS;

    private GroupFixture(int size) {
        this.size = size;
    }

    static GroupFixture group(int size) {
        return new GroupFixture(size);
    }

    /** Machines of its that are no living member's. */
    GroupFixture orphans(int doomed, String... unexplained) {
        orphans = new Orphans(doomed, List.of(unexplained), Set.of());
        return this;
    }

    /** There is a copy of this member's machine, which is to be destroyed. */
    GroupFixture copied(int number) {
        orphans = new Orphans(1, List.of(), Set.of(id(number)));
        return this;
    }

    static MemberId id(int number) {
        return new MemberId(GROUP, number);
    }

    /** Members get the indices 0, 1, ... in this order. */
    GroupFixture with(MemberFixture... fixtures) {
        for (MemberFixture fixture : fixtures) {
            members.add(fixture.build(members.size()));
        }
        return this;
    }

    /** Ready members, with these numbers. */
    GroupFixture ready(int from, int to) {
        return with(
                IntStream.rangeClosed(from, to).mapToObj(MemberFixture::member).toArray(MemberFixture[]::new));
    }

    GroupFixture unreplaced(Predecessor... predecessors) {
        unreplaced.addAll(List.of(predecessors));
        return this;
    }

    GroupFixture deleting() {
        lifecycle = Lifecycle.DELETING;
        return this;
    }

    GroupFixture releasing() {
        lifecycle = Lifecycle.RELEASING;
        return this;
    }

    GroupFixture abandoned() {
        lifecycle = Lifecycle.ABANDONED;
        return this;
    }

    /** Its provider takes no labels away. */
    GroupFixture keepingLabels() {
        unlabels = false;
        return this;
    }

    GroupFixture revision(int declared) {
        revision = declared;
        return this;
    }

    /** The newest rollout, from revision 1 to the declared one, without progress since it began at {@code since}. */
    GroupFixture rollout(Rollout.State state, Rollout.Step step, Instant since) {
        rollout = new Rollout(
                1,
                new Template(1, PROVIDER),
                new Template(revision, PROVIDER),
                state,
                step,
                since,
                new Rollout.Marks(Integer.MAX_VALUE, Integer.MAX_VALUE, 0),
                since,
                step == Rollout.Step.ROLL,
                since,
                "");
        return this;
    }

    GroupFixture rolling() {
        return revision(2).rollout(Rollout.State.RUNNING, Rollout.Step.ROLL, NOW.minusSeconds(60));
    }

    GroupFixture canary() {
        return revision(2).rollout(Rollout.State.RUNNING, Rollout.Step.CANARY, NOW.minusSeconds(60));
    }

    GroupFixture lastGood(@Nullable Integer good) {
        lastGood = good;
        return this;
    }

    GroupFixture update(UpdatePolicy policy) {
        update = policy;
        return this;
    }

    GroupFixture notProbed() {
        probed = false;
        return this;
    }

    GroupFixture notIdempotent() {
        idempotent = false;
        return this;
    }

    GroupFixture providerNotConfigured() {
        configured = false;
        return this;
    }

    GroupFixture declaredAt(Instant instant) {
        clearedAt = instant;
        return this;
    }

    GroupFixture unhealthyAreOnlyReported() {
        repair = new RepairPolicy(
                RepairPolicy.Unhealthy.REPORT,
                repair.maxInFlight(),
                repair.breaker(),
                repair.retries(),
                repair.retryEvery());
        return this;
    }

    GroupFixture repairsInFlight(Amount amount) {
        repair = new RepairPolicy(repair.unhealthy(), amount, repair.breaker(), repair.retries(), repair.retryEvery());
        return this;
    }

    /** More lines than these that became unhealthy within ten minutes suspend repair. */
    GroupFixture breaker(int always) {
        repair = new RepairPolicy(
                repair.unhealthy(),
                repair.maxInFlight(),
                new RepairPolicy.Breaker(Amount.percent(20), always, Duration.ofMinutes(10)),
                repair.retries(),
                repair.retryEvery());
        return this;
    }

    GroupFixture casualties(Casualty... fallen) {
        casualties.addAll(List.of(fallen));
        return this;
    }

    GroupFixture drain(Duration timeout, DrainPolicy.OnTimeout onTimeout) {
        drain = new DrainPolicy(timeout, onTimeout);
        return this;
    }

    GroupFixture scaleIn(ScaleIn prefer) {
        scaleIn = prefer;
        return this;
    }

    /** Its members have these ids. */
    static GroupFixture pets(String... ids) {
        GroupFixture group = new GroupFixture(ids.length);
        group.logicalIds = Stream.of(ids).map(LogicalId::new).toList();
        group.update = UpdatePolicy.DEFAULT_OF_PETS;
        return group;
    }

    /** The index that an id had before. */
    GroupFixture index(String id, int kept) {
        indices.put(new LogicalId(id), kept);
        return this;
    }

    GroupFixture labels(long generation) {
        labels = generation;
        return this;
    }

    /** A minute ago. */
    GroupFixture paused(GroupProcess... processes) {
        return pausedSince(NOW.minusSeconds(60), processes);
    }

    GroupFixture pausedSince(Instant instant, GroupProcess... processes) {
        List.of(processes).forEach(it -> paused.put(it, instant));
        return this;
    }

    GroupFixture listed(@Nullable Instant instant) {
        listed = instant;
        return this;
    }

    GroupFixture listingTook(Duration duration) {
        listingTook = duration;
        return this;
    }

    GroupFixture allMissingSince(Instant instant) {
        allMissingSince = instant;
        return this;
    }

    GroupFixture throttledUntil(Instant instant) {
        throttledUntil = instant;
        return this;
    }

    /** No replica has the provider configured. */
    GroupFixture nowhereSince(Instant instant) {
        reach = new Reach(instant, null, null, null);
        return this;
    }

    /** Its instances belong to a host that is away. */
    GroupFixture awaySince(Instant instant) {
        reach = new Reach(null, instant, "hermes", null);
        return this;
    }

    /** Nobody could ask it before. */
    GroupFixture reachedSince(Instant instant) {
        reach = new Reach(null, null, null, instant);
        return this;
    }

    /** Creates failed this often in a row, the last time at {@code last}. */
    GroupFixture failing(ProviderFailure.Kind kind, int rounds, Instant last) {
        failures.add(new CreateFailures(kind, rounds, last.minusSeconds(60), last, 0, "no room"));
        return this;
    }

    GroupState state() {
        Declared declared = new Declared(
                1,
                size,
                logicalIds,
                labels,
                revision,
                PROVIDER,
                false,
                lastGood,
                probed,
                STARTUP,
                update,
                repair,
                drain,
                scaleIn,
                clearedAt,
                null);
        return new GroupState(
                GROUP,
                lifecycle,
                declared,
                new Template(1, PROVIDER),
                rollout,
                new Paused(paused),
                members,
                unreplaced,
                casualties,
                indices,
                failures,
                Map.of(PROVIDER, provider()),
                orphans,
                null);
    }

    private ProviderState provider() {
        Capabilities capabilities =
                new Capabilities(idempotent, true, unlabels, true, false, false, CREATE_TIMEOUT, WINDOW, 64);
        Observation observation =
                listed == null ? null : new Observation(listed, INTERVAL, listingTook, allMissingSince);
        return new ProviderState(PROVIDER, configured ? capabilities : null, observation, throttledUntil, reach);
    }

    Forecast forecast() {
        return Forecast.of(state(), NOW, Forecast.THOROUGH);
    }

    Plan plan() {
        return planAt(NOW);
    }

    Plan planAt(Instant instant) {
        return Planner.plan(state(), instant);
    }

    static Action drain(int number, Why why) {
        return new Action.Drain(id(number), why);
    }

    static Action destroy(int number, Why why) {
        return new Action.Destroy(id(number), why);
    }

    /** A new member at an index, of revision 1, that begins a line. */
    static Action grow(int ordinal, int index) {
        return new Action.Provision(new Action.NewMember(ordinal, index, null), 1, PROVIDER, Why.GROW, Lineage.FIRST);
    }

    /** One for a logical id. */
    static Action pet(int ordinal, int index, String id) {
        return new Action.Provision(
                new Action.NewMember(ordinal, index, new LogicalId(id)), 1, PROVIDER, Why.GROW, Lineage.FIRST);
    }

    /** A new member of revision 2 because some are missing. */
    static Action grownUpdated(int ordinal, int index) {
        return new Action.Provision(new Action.NewMember(ordinal, index, null), 2, PROVIDER, Why.GROW, Lineage.FIRST);
    }

    /** A new member of revision 2 for the sake of the rollout. */
    static Action updated(int ordinal, int index) {
        return new Action.Provision(new Action.NewMember(ordinal, index, null), 2, PROVIDER, Why.UPDATE, Lineage.FIRST);
    }

    /** A new member of revision 1 in the place of another. */
    static Action replace(int ordinal, int index, Why why, int predecessor, int strikes) {
        return new Action.Provision(
                new Action.NewMember(ordinal, index, null), 1, PROVIDER, why, new Lineage(id(predecessor), strikes));
    }
}
