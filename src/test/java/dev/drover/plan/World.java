package dev.drover.plan;

import dev.drover.plan.GroupState.Lifecycle;
import dev.drover.spec.GroupProcess;
import dev.drover.spec.RepairPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One group in a database, one provider, and everything that runs between them; first in a storm of faults and commands,
 * then in a calm in which the group has to become what was declared.
 */
final class World {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    /** After this every death in the storm has been listed. */
    private static final Duration LONGEST_LAG = Duration.ofMinutes(2);

    private static final Duration AFTERWARDS = Duration.ofMinutes(30);
    private static final int REPLICAS = 2;
    private static final Duration LONGEST_CALM = Duration.ofHours(4);

    final Dice dice;
    final Climate climate;
    final Timeline time = new Timeline(START);
    final Store store;
    final Cloud cloud;
    final Facts facts;
    final Oracle oracle;
    final Performer performer;
    final Observer observer;
    final Strays strays;
    private final Rules rules;
    final Absences absences;
    private final Due pass = new Due(time, this::pass);
    private final Instant stormUntil;
    private final @Nullable List<String> trace;
    private boolean calm;
    private int passesUnderWay;
    private boolean atPeace;
    private boolean gaveUp;
    private @Nullable Plan lastPlan;
    private @Nullable Instant suspendedAt;
    private int writtenInCalm;
    private int callsBeforeCalm;
    /** What a story may want: no probe has an answer, and listings are empty. */
    boolean probesSilent;

    boolean listsNothing;
    Consumer<Plan> witness = it -> {};
    int steps;
    int passes;
    /** How many were recorded, by kind. */
    final Map<String, Long> actions = new TreeMap<>();

    World(long seed, boolean traced) {
        this(new Dice(seed), traced, it -> it);
    }

    World(Dice dice, boolean traced, UnaryOperator<Climate> change) {
        this.dice = dice;
        this.climate = change.apply(Climate.from(dice));
        this.store = new Store(climate, dice, START);
        this.cloud = new Cloud(climate, dice);
        this.facts = new Facts(store, climate);
        this.oracle = new Oracle(store, cloud, climate);
        this.rules = new Rules(climate);
        this.performer = new Performer(this);
        this.observer = new Observer(this);
        this.strays = new Strays(this);
        this.absences = new Absences(this);
        this.stormUntil = START.plus(climate.storm());
        this.trace = traced ? new ArrayList<>() : null;
        trace(climate);
    }

    boolean calm() {
        return calm;
    }

    /** Whether a fault of this probability happens. */
    boolean strikes(double probability) {
        return !calm && dice.chance(probability);
    }

    void run() {
        begin();
        new Trouble(this).begin();
        absences.begin();
        while (!time.now().isAfter(stormUntil)) {
            step();
        }
        calmDown();
        while (!atPeace && !store.deleted) {
            step();
            if (time.now().isAfter(stormUntil.plus(LONGEST_CALM))) {
                if (suspendedLately()) {
                    return; // the breaker lets a few go on at a time, so seldom that nobody fails too often in a row
                }
                throw new Violation(
                        "invariant 6: neither converged nor blocked after " + LONGEST_CALM + ": " + lastPlan);
            }
        }
        oracle.atPeace(gaveUp);
        afterwards();
    }

    /** What outlives members, and groups, comes to its end as well. */
    private void afterwards() {
        Instant latest = time.now().plus(AFTERWARDS);
        while (time.now().isBefore(latest) && !cloud.stillLabelled().isEmpty()) {
            step();
        }
        oracle.nothingRevived();
        oracle.allUnlabelled();
    }

    void begin() {
        cloud.declared(store.revision);
        wake();
        observer.start();
        performer.dueNow();
    }

    /** Without a storm, and until nothing is left to do. */
    void settle() {
        if (!calm) {
            calm = true;
            cloud.declared(store.revision);
            observer.start();
            performer.dueNow();
        }
        atPeace = false;
        writtenInCalm = 0;
        callsBeforeCalm = performer.calls;
        wake();
        Instant latest = time.now().plus(LONGEST_CALM);
        while (!atPeace) {
            step();
            if (time.now().isAfter(latest)) {
                throw new Violation("neither converged nor blocked after " + LONGEST_CALM + ": " + lastPlan);
            }
        }
    }

    private boolean suspendedLately() {
        Duration window = climate.repair().breaker().window();
        return suspendedAt != null && suspendedAt.plus(window.multipliedBy(2)).isAfter(time.now());
    }

    void step() {
        steps++;
        time.step();
    }

    private void calmDown() {
        trace("THE STORM IS OVER");
        calm = true;
        callsBeforeCalm = performer.calls - store.actions().size(); // what is open may need another one
        cloud.heal();
        cloud.alive().stream().filter(it -> it.unknown).forEach(it -> it.vanish(time.now()));
        absences.end();
        List.of(GroupProcess.values()).forEach(it -> store.resume(it, time.now()));
        List.copyOf(store.members).forEach(it -> store.wish(it, false, false));
        wake();
    }

    void wake() {
        if (store.wake) {
            pass.in(dice.upTo(Duration.ofSeconds(1)));
        }
    }

    private void pass() {
        if (store.deleted) {
            atPeace = calm;
            return;
        }
        if (passesUnderWay == REPLICAS) {
            pass.in(Duration.ofMillis(500));
            return;
        }
        passes++;
        passesUnderWay++;
        Store.Snapshot snapshot = store.load(time.now());
        Plan plan = Planner.plan(snapshot.state(), snapshot.now());
        oracle.planned(snapshot.state(), snapshot.now(), plan);
        rules.planned(snapshot.state(), snapshot.now(), plan);
        Absences.rule(snapshot.state(), plan);
        Duration until =
                Duration.between(snapshot.now(), standsUntil(snapshot, plan)).minusMillis(1);
        if (plan.quiet() && until.isPositive()) {
            oracle.stillStands(snapshot.state(), snapshot.now().plus(dice.upTo(until)), plan);
        }
        Duration pause = strikes(climate.slowPasses()) ? dice.seconds(0, 20) : Duration.ofMillis(5);
        time.after(pause, () -> record(snapshot, plan));
        if (strikes(0.3)) {
            pass.in(dice.seconds(0, 5)); // another replica, which believes the first one dead
        }
    }

    /** That the last listing becomes too old is not the plan's matter: the observer tells it. */
    private static Instant standsUntil(Store.Snapshot snapshot, Plan plan) {
        return snapshot.state()
                .provider(Store.PROVIDER)
                .flatMap(it -> Optional.ofNullable(it.observation()))
                .map(Observation::goodUntil)
                .filter(it -> it.isAfter(snapshot.now()) && it.isBefore(plan.nextLook()))
                .orElse(plan.nextLook());
    }

    private void record(Store.Snapshot snapshot, Plan plan) {
        passesUnderWay--;
        if (store.deleted) {
            return;
        }
        List<MemberRow> missing = plan.actions().stream()
                .filter(it -> it instanceof Action.Destroy destroy && destroy.why() == Why.MISSING)
                .map(it -> ((Action.Destroy) it).member())
                .filter(store::has)
                .map(store::row)
                .filter(it -> it.destroy == null || it.destroy.attempts == 0)
                .toList();
        if (!store.record(snapshot, plan)) {
            trace("a pass is refused");
            pass.in(Duration.ofMillis(5));
            return;
        }
        if (!plan.quiet()) {
            trace("recorded", plan.changes(), plan.actions());
            plan.actions().forEach(it -> actions.merge(it.getClass().getSimpleName(), 1L, Long::sum));
            performer.dueNow();
        }
        witness.accept(plan);
        plan.changes().forEach(this::released);
        oracle.recorded(snapshot, plan);
        missing.forEach(oracle::missing);
        judge(plan);
        pass.at(plan.nextLook());
        wake();
    }

    private void released(Change change) {
        if (change instanceof Change.MemberEnded over && over.tombstone() == Change.Tombstone.RELEASED) {
            cloud.release(store.ended(over.member()).create.id);
        }
    }

    /** In the calm it has to end, and soon. */
    private void judge(Plan plan) {
        if (!calm) {
            return;
        }
        if (!plan.quiet()) {
            writtenInCalm++;
        }
        int allowed = 3 * (performer.calls - callsBeforeCalm) + 5;
        if (writtenInCalm > allowed) {
            throw new Violation("invariant 6: " + writtenInCalm + " passes had work, " + allowed + " are allowed");
        }
        lastPlan = plan;
        if (plan.holds(Condition.Type.REPAIR_SUSPENDED)) {
            suspendedAt = time.now();
        }
        if (plan.holds(Condition.Type.DRAIN_TIMED_OUT) || plan.holds(Condition.Type.PROVISIONING_SUSPENDED)) {
            trace("COMMAND retry");
            store.retry(time.now());
        }
        gaveUp = plan.holds(Condition.Type.REPAIR_GAVE_UP);
        boolean seenByAll = time.now().isAfter(stormUntil.plus(LONGEST_LAG));
        atPeace = store.deleted || (seenByAll && (plan.converged() || blocked(plan)));
    }

    /** Nothing more is going to happen, and the plan says why. */
    private boolean blocked(Plan plan) {
        boolean nothingUnderWay = plan.quiet()
                && plan.waiting().isEmpty()
                && store.lifecycle == Lifecycle.ACTIVE
                && plan.size().live() == store.size
                && store.members.size() == store.size;
        boolean named = plan.holds(Condition.Type.REPAIR_GAVE_UP)
                || plan.holds(Condition.Type.ROLLOUT_FAILED)
                || (climate.repair().unhealthy() == RepairPolicy.Unhealthy.REPORT
                        && plan.size().unhealthy() > 0);
        return nothingUnderWay && named;
    }

    void trace(Object... words) {
        if (trace != null) {
            String line = Arrays.stream(words).map(String::valueOf).collect(Collectors.joining(" "));
            trace.add(Duration.between(START, time.now()) + " " + line);
        }
    }

    List<String> story() {
        return trace == null ? List.of() : trace;
    }
}
