package dev.drover.plan;

import dev.drover.plan.GroupState.Lifecycle;
import dev.drover.provider.spi.Instance;
import dev.drover.spec.RepairPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One group in a database, one provider, and everything that runs between them; first in a storm of faults and commands,
 * then in a calm in which the group has to become what was declared.
 */
final class World {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    /** After this every death in the storm has been listed. */
    private static final Duration LONGEST_LAG = Duration.ofMinutes(2);

    private static final int REPLICAS = 2;
    private static final Duration LONGEST_CALM = Duration.ofHours(4);

    final Dice dice;
    final Climate climate;
    final Timeline time = new Timeline(START);
    final Store store;
    final Cloud cloud;
    final Facts facts;
    final Oracle oracle;
    private final Rules rules;
    final Performer performer;
    private final Due pass = new Due(time, this::pass);
    private final Due listing = new Due(time, this::list);
    private final Instant stormUntil;
    private final @Nullable List<String> trace;
    private boolean calm;
    private int passesUnderWay;
    private boolean listingUnderWay;
    private @Nullable Instant falseSince;
    private boolean atPeace;
    private boolean gaveUp;
    private @Nullable Plan lastPlan;
    private int writtenInCalm;
    private int callsBeforeCalm;
    int steps;
    int passes;

    World(long seed, boolean traced) {
        this.dice = new Dice(seed);
        this.climate = Climate.from(dice);
        this.store = new Store(climate, dice, START);
        this.cloud = new Cloud(climate, dice);
        this.facts = new Facts(store, climate);
        this.oracle = new Oracle(store, cloud, climate);
        this.rules = new Rules(climate);
        this.performer = new Performer(this);
        this.stormUntil = START.plus(climate.storm());
        this.trace = traced ? new ArrayList<>() : null;
        trace("%s", climate);
    }

    /** Whether a fault of this probability happens. */
    boolean strikes(double probability) {
        return !calm && dice.chance(probability);
    }

    void run() {
        cloud.declared(store.revision);
        wake();
        listing.in(Duration.ZERO);
        performer.dueNow();
        if (climate.probed()) {
            probe();
        }
        trouble();
        while (!time.now().isAfter(stormUntil)) {
            step();
        }
        calmDown();
        while (!atPeace && !store.deleted) {
            step();
            if (time.now().isAfter(stormUntil.plus(LONGEST_CALM))) {
                throw new Violation(
                        "invariant 6: neither converged nor blocked after " + LONGEST_CALM + ": " + lastPlan);
            }
        }
        oracle.atPeace(gaveUp);
    }

    private void step() {
        steps++;
        time.step();
    }

    private void calmDown() {
        trace("THE STORM IS OVER");
        calm = true;
        callsBeforeCalm = performer.calls;
        cloud.heal();
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
        if (plan.quiet() && plan.nextLook().isAfter(snapshot.now().plusMillis(1))) {
            Duration until = Duration.between(snapshot.now(), plan.nextLook()).minusMillis(1);
            oracle.stillStands(snapshot.state(), snapshot.now().plus(dice.upTo(until)), plan);
        }
        Duration pause = strikes(climate.slowPasses()) ? dice.seconds(0, 20) : Duration.ofMillis(5);
        time.after(pause, () -> record(snapshot, plan));
        if (strikes(0.3)) {
            pass.in(dice.seconds(0, 5)); // another replica, which believes the first one dead
        }
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
            trace("recorded %s %s", plan.changes(), plan.actions());
            performer.dueNow();
        }
        oracle.recorded(snapshot, plan);
        missing.forEach(oracle::missing);
        judge(plan);
        pass.at(plan.nextLook());
        wake();
    }

    /** In the calm it has to end, and soon. */
    private void judge(Plan plan) {
        if (!calm) {
            return;
        }
        if (!plan.quiet()) {
            writtenInCalm++;
        }
        int allowed = 3 * (performer.calls - callsBeforeCalm + store.actions().size()) + 5;
        if (writtenInCalm > allowed) {
            throw new Violation("invariant 6: " + writtenInCalm + " passes had work, " + allowed + " are allowed");
        }
        lastPlan = plan;
        gaveUp = plan.holds(Condition.Type.REPAIR_GAVE_UP);
        boolean seenByAll = time.now().isAfter(stormUntil.plus(LONGEST_LAG));
        atPeace = store.deleted || (seenByAll && (plan.converged() || blocked(plan)));
    }

    /** Nothing more is going to happen, and the plan says why. This version does not roll: outdated members stay. */
    private boolean blocked(Plan plan) {
        boolean nothingUnderWay = plan.quiet()
                && plan.waiting().isEmpty()
                && store.lifecycle == Lifecycle.ACTIVE
                && plan.size().live() == store.size
                && store.members.size() == store.size;
        boolean named = plan.holds(Condition.Type.REPAIR_GAVE_UP)
                || (plan.size().updated() < store.size && plan.size().ready() == store.size)
                || (climate.repair().unhealthy() == RepairPolicy.Unhealthy.REPORT
                        && plan.size().unhealthy() > 0);
        return nothingUnderWay && named;
    }

    void listSoon() {
        listing.in(Duration.ofSeconds(1).plus(climate.capabilities().consistencyWindow()));
    }

    private void list() {
        listing.in(climate.interval());
        if (listingUnderWay) {
            return;
        }
        listingUnderWay = true;
        Instant begun = time.now();
        boolean fails = strikes(climate.failedListings());
        boolean slow = strikes(climate.slowCalls() / 4);
        time.after(slow ? dice.seconds(0, 20) : dice.seconds(0, 1), () -> read(begun, fails, slow));
    }

    private void read(Instant begun, boolean fails, boolean slow) {
        List<Instance> shown = cloud.list(time.now());
        time.after(slow ? dice.seconds(0, 5) : Duration.ofMillis(50), () -> {
            listingUnderWay = false;
            if (fails) {
                trace("a listing fails");
                return;
            }
            boolean lies = facts.boundAndStaying() >= 2 && mayLie(begun) && strikes(lieRate());
            falseSince = lies ? firstOf(falseSince, begun) : null;
            if (lies) {
                trace("a listing shows nothing, falsely");
            }
            facts.listed(begun, lies ? List.of() : shown, time.now());
            wake();
        });
    }

    /** A false listing is not repeated for so long that it would be believed. */
    private boolean mayLie(Instant begun) {
        Duration believed = climate.interval().plus(climate.capabilities().consistencyWindow());
        return falseSince == null || begun.isBefore(falseSince.plus(believed));
    }

    private double lieRate() {
        return falseSince == null ? climate.falseListings() : 0.7;
    }

    private static Instant firstOf(@Nullable Instant earlier, Instant later) {
        return earlier == null ? later : earlier;
    }

    private void probe() {
        boolean outage = strikes(climate.proberOutages());
        for (MemberRow row : List.copyOf(store.members)) {
            boolean serves = row.providerId != null
                    && cloud.alive(row.providerId).filter(Machine::serves).isPresent();
            Health.Status truth = serves ? Health.Status.HEALTHY : Health.Status.UNHEALTHY;
            facts.probed(row, outage ? Health.Status.UNKNOWN : truth, time.now());
        }
        wake();
        time.after(Duration.ofSeconds(10), this::probe);
    }

    /** What machines, and people, do of their own accord. */
    private void trouble() {
        if (calm) {
            return;
        }
        List<Machine> alive = cloud.alive();
        if (!alive.isEmpty() && dice.chance(climate.deaths())) {
            strike(dice.pick(alive));
        }
        if (!alive.isEmpty() && dice.chance(climate.sickness())) {
            Machine machine = dice.pick(alive);
            machine.sick = cloud.bad(machine.revision) || !machine.sick;
            trace("%s is %s", machine.id, machine.sick ? "sick" : "well");
        }
        if (store.lifecycle == Lifecycle.ACTIVE && dice.chance(climate.commands())) {
            command();
        }
        wake();
        time.after(dice.seconds(1, 40), this::trouble);
    }

    private void strike(Machine machine) {
        if (dice.chance(0.5)) {
            trace("%s dies", machine.id);
            machine.vanish(time.now());
        } else {
            trace("%s stops", machine.id);
            machine.stop(time.now());
            if (climate.capabilities().watch()) {
                facts.pushed(machine.seen(time.now()), time.now());
            }
        }
    }

    private void command() {
        int what = dice.below(20);
        if (what == 0) {
            trace("COMMAND delete");
            store.delete();
        } else if (what < 5) {
            int revision = dice.chance(0.5) ? store.revision : store.revision + 1;
            trace("COMMAND revision %d", revision);
            if (revision != store.revision) {
                cloud.declared(revision);
            }
            store.declare(revision, time.now());
        } else {
            int size = Math.max(0, store.size + dice.between(-3, 3));
            trace("COMMAND size %d", size);
            store.scale(size);
        }
    }

    @SuppressWarnings("AnnotateFormatMethod")
    void trace(String format, Object... arguments) {
        if (trace != null) {
            trace.add(Duration.between(START, time.now()) + " " + String.format(Locale.ROOT, format, arguments));
        }
    }

    List<String> story() {
        return trace == null ? List.of() : trace;
    }
}
