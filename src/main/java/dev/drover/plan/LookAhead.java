package dev.drover.plan;

import java.time.Instant;
import java.util.Optional;

/** Plans, records, and lets time go on to the next instant that changes something, until nothing changes any more. */
final class LookAhead {
    /** A plan is some work however small the group is. */
    private static final int LEAST_WORK = 10;

    /** A listing may confirm what the one before it lacked; one that changes nothing is not followed by many others. */
    private static final int LISTINGS = 3;

    private final int effort;
    private final NewIds ids;
    private final Tally tally;
    private GroupState state;
    private Instant now;
    private int spent;
    private int listings;

    LookAhead(GroupState first, Instant now, int effort) {
        this.effort = effort;
        this.state = first;
        this.now = now;
        this.ids = new NewIds(first);
        this.tally = new Tally(first, ready(first, now), ids);
    }

    private static int ready(GroupState state, Instant now) {
        Readiness readiness = new Readiness(state, now, new Evidence(state, now));
        return (int) state.members().stream()
                .filter(it -> it.stays() && !it.detached() && readiness.ready(it))
                .count();
    }

    Forecast forecast() {
        for (boolean first = true; ; first = false) {
            Planner.Look look = Planner.look(state, now);
            Plan plan = look.plan();
            if (first) {
                tally.warnOf(plan);
            }
            tally.note(state, look);
            GroupState recorded = RecordedState.after(state, plan, now, ids);
            if (recorded == null) {
                return tally.complete(Ending.deleted());
            }
            if (!(happens(recorded, plan) || passes(look) || promotes(plan) || confirms(plan))) {
                tally.warnOf(plan);
                return tally.complete(Ending.of(plan));
            }
            spent += Math.max(state.members().size(), state.wanted()) + LEAST_WORK;
            if (spent > effort) {
                return tally.cutOff(plan, effort);
            }
        }
    }

    private boolean happens(GroupState recorded, Plan plan) {
        Optional<GroupState> answered = BestCase.answered(recorded, now);
        state = answered.orElse(recorded);
        boolean happens = !plan.quiet() || answered.isPresent();
        if (happens) {
            listings = 0;
        }
        return happens;
    }

    /** Whether there is an instant at which something changes. */
    private boolean passes(Planner.Look look) {
        Instant proof = BestCase.nextProof(state).orElse(Instant.MAX);
        Instant then = look.nextChange().isBefore(proof) ? look.nextChange() : proof;
        if (then.equals(Instant.MAX)) {
            return false;
        }
        listedAt(then.isAfter(now) || then.equals(proof) ? then : now.plusSeconds(1));
        return true;
    }

    private boolean promotes(Plan plan) {
        Rollout rollout = state.rollout();
        boolean awaited = plan.waiting().stream().anyMatch(it -> it.what() == Waiting.What.PROMOTION);
        if (rollout == null || !awaited) {
            return false;
        }
        tally.promoted(state, rollout);
        state = Copies.rolling(state, rollout.step(Rollout.Step.ROLL, now));
        return true;
    }

    private boolean confirms(Plan plan) {
        if (listings == LISTINGS || (plan.converged() && !BestCase.missesSomebody(state))) {
            return false;
        }
        listings++;
        listedAt(BestCase.confirmedAt(state, now));
        return true;
    }

    private void listedAt(Instant instant) {
        now = instant.isAfter(now) ? instant : now;
        state = BestCase.listed(state, now);
    }
}
