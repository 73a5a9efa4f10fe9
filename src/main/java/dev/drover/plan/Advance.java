package dev.drover.plan;

import dev.drover.plan.Change.RolloutChanged.What;
import dev.drover.plan.Rollout.Marks;
import dev.drover.plan.Rollout.State;
import dev.drover.plan.Rollout.Step;
import dev.drover.spec.GroupProcess;
import dev.drover.spec.UpdatePolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Moves a rollout from step to step: begins it, promotes it, fails it, ends it. */
final class Advance {
    private final Draft draft;
    private final GroupState state;
    private final UpdatePolicy policy;

    Advance(Draft draft) {
        this.draft = draft;
        this.state = draft.state;
        this.policy = state.declared().update();
    }

    void decide() {
        if (state.lifecycle() != GroupState.Lifecycle.ACTIVE) {
            return;
        }
        begin(state.rollout());
        Rollout rollout = draft.rolling.rollout();
        if (rollout == null) {
            prove(state.admitted().revision());
        } else if (rollout.running()) {
            advance(rollout);
        }
    }

    private void begin(@Nullable Rollout last) {
        Template target =
                new Template(state.declared().revision(), state.declared().provider());
        if (!anotherTarget(last, target) && !anew(last)) {
            return;
        }
        if (last != null && last.underWay()) {
            move(last.ended(State.SUPERSEDED, draft.now, "another revision was declared"), What.SUPERSEDED);
        }
        Template from = draft.rolling.admitted();
        Step first = canaryFirst(from, target) ? Step.CANARY : Step.ROLL;
        Rollout begun = new Rollout(
                last == null ? 1 : last.number() + 1,
                from,
                target,
                State.RUNNING,
                first,
                draft.now,
                new Marks(0, 0, Integer.MAX_VALUE),
                draft.now,
                first == Step.ROLL,
                draft.now,
                "");
        move(begun, What.STARTED);
    }

    private boolean anotherTarget(@Nullable Rollout last, Template target) {
        return last == null ? !target.equals(state.admitted()) : !last.target().equals(target) || forgiven(last);
    }

    /** Members are to be made anew, and nobody is at it. */
    private boolean anew(@Nullable Rollout last) {
        return (last == null || last.state() == State.SUCCEEDED)
                && draft.staying().stream().anyMatch(it -> it.wishes().anew());
    }

    /** A failed rollout is tried again when a person asks for that. */
    private boolean forgiven(Rollout last) {
        return last.state() == State.FAILED && state.declared().clearedAt().isAfter(last.endedAt());
    }

    /**
     * No canary for an older revision that is brought back, nor for what new members are anyway, nor where no machine is that
     * could be spared a bad one.
     */
    private boolean canaryFirst(Template from, Template target) {
        return policy.strategy() == UpdatePolicy.Strategy.ROLLING
                && !state.declared().rollback()
                && !from.equals(target)
                && draft.staying().stream().anyMatch(it -> it.bound() != null);
    }

    private void advance(Rollout before) {
        Rollout rollout = progress(before);
        Optional<String> failure = failure(rollout);
        if (failure.isPresent()) {
            fail(rollout, failure.get());
        } else if (rollout.step() == Step.ROLL) {
            succeed(rollout);
        } else if (draft.may(GroupProcess.ROLL)) {
            promote(rollout);
        }
    }

    private void promote(Rollout rollout) {
        String provider = rollout.target().provider();
        if (!draft.evidence.fresh(provider) || draft.evidence.suspect(provider)) {
            draft.await(Waiting.What.OBSERVATION, List.of(), null); // who is ready is not certain enough
        } else if (rollout.promoted()) {
            roll(rollout); // a person has promoted it
        } else if (rollout.step() == Step.CANARY && ready() >= draft.rolling.most()) {
            bake(move(rollout.step(Step.BAKE, draft.now), What.CANARY_PASSED));
        } else if (rollout.step() == Step.BAKE) {
            bake(rollout);
        } else if (rollout.step() == Step.PROMOTION) {
            draft.await(Waiting.What.PROMOTION, List.of(), null);
        }
    }

    private Rollout progress(Rollout rollout) {
        Marks marks = rollout.marks().and(new Marks(bound(), ready(), left()));
        if (marks.equals(rollout.marks())) {
            return rollout;
        }
        Rollout reached = rollout.reached(marks, draft.now);
        move(reached, What.PROGRESSED);
        return reached;
    }

    private int bound() {
        return (int) draft.staying().stream()
                .filter(it -> draft.rolling.updated(it) && it.bound() != null)
                .count();
    }

    private int ready() {
        return (int) draft.staying().stream()
                .filter(it -> draft.rolling.updated(it) && draft.readiness.ready(it))
                .count();
    }

    private int left() {
        return (int) draft.members().stream()
                .filter(it -> !draft.rolling.updated(it))
                .count();
    }

    private Optional<String> failure(Rollout rollout) {
        if (draft.rolling.mustWait()) {
            return Optional.empty();
        }
        if (policy.strategy() == UpdatePolicy.Strategy.ON_REPLACE) {
            return draft.rolling.outdated().isEmpty() ? Optional.empty() : late(rollout);
        }
        return sick(rollout).or(() -> late(rollout));
    }

    /** A new member that had its time and is not healthy; among the first ones also one that no longer is. */
    private Optional<String> sick(Rollout rollout) {
        return draft.staying().stream()
                .filter(draft.rolling::updated)
                .filter(it -> draft.readiness.is(it, Health.Status.UNHEALTHY))
                .filter(it -> hopeless(it) || (draft.hadItsChance(it) && isNews(rollout, it)))
                .findFirst()
                .map(it -> it.id() + " has revision " + it.revision() + " and is not healthy: "
                        + draft.readiness.health(it).map(Health::reason).orElse(""));
    }

    /** What was ready once shows that the revision works; of a canary more is asked. */
    private boolean isNews(Rollout rollout, Member member) {
        return rollout.step() != Step.ROLL || !draft.readiness.everReady(member);
    }

    private boolean hopeless(Member member) {
        return draft.readiness
                .health(member)
                .filter(it -> member.replacedTooOften(it.since(), state.declared()))
                .isPresent();
    }

    /** The clock stands still while nobody may act, while canaries are watched, and while people are waited for. */
    private Optional<String> late(Rollout rollout) {
        boolean stands = rollout.step() == Step.BAKE
                || rollout.step() == Step.PROMOTION
                || !draft.may(GroupProcess.ROLL)
                || !draft.may(GroupProcess.FILL)
                || providers(rollout).anyMatch(state::lost);
        Duration within = policy.progressWithin(state.declared().startup());
        Instant until = lastProgress(rollout).plus(within);
        if (stands) {
            return Optional.empty();
        }
        if (until.isAfter(draft.now)) {
            draft.lookAt(until);
            return Optional.empty();
        }
        return Optional.of(
                "no progress since " + lastProgress(rollout) + ", which is longer than " + within.toSeconds() + "s");
    }

    /** It begins anew when a provider can be reached again that could not be. */
    private Instant lastProgress(Rollout rollout) {
        return providers(rollout)
                .flatMap(it -> state.reachedSince(it).stream())
                .filter(rollout.progressAt()::isBefore)
                .max(Comparator.naturalOrder())
                .orElse(rollout.progressAt());
    }

    private static Stream<String> providers(Rollout rollout) {
        return Stream.of(rollout.from().provider(), rollout.target().provider());
    }

    private void fail(Rollout rollout, String because) {
        move(rollout.ended(State.FAILED, draft.now, because), What.FAILED);
        Integer good = state.declared().lastGood();
        if (policy.onFailure() == UpdatePolicy.OnFailure.ROLLBACK
                && good != null
                && good != rollout.target().revision()) {
            draft.changes.add(new Change.RolledBack(good));
        }
    }

    private void bake(Rollout rollout) {
        Instant until = rollout.since().plus(policy.canary().bake());
        if (until.isAfter(draft.now)) {
            draft.await(Waiting.What.BAKE, List.of(), until);
        } else if (policy.canary().manual()) {
            move(rollout.step(Step.PROMOTION, draft.now), What.PROGRESSED);
            draft.await(Waiting.What.PROMOTION, List.of(), null);
        } else {
            roll(rollout);
        }
    }

    private void roll(Rollout rollout) {
        succeed(move(rollout.step(Step.ROLL, draft.now), What.PROMOTED));
    }

    private void succeed(Rollout rollout) {
        if (left() == 0 && ready() >= state.wanted()) {
            move(rollout.ended(State.SUCCEEDED, draft.now, ""), What.SUCCEEDED);
            prove(rollout.target().revision());
        }
    }

    /** A revision is good when all of the group had it, and at least one member was ready. */
    private void prove(int revision) {
        Integer good = state.declared().lastGood();
        if (ready() > 0 && ready() >= state.wanted() && (good == null || good != revision)) {
            draft.changes.add(new Change.RevisionProven(revision));
        }
    }

    private Rollout move(Rollout to, What what) {
        draft.rolling.now(to);
        draft.changes.add(new Change.RolloutChanged(to, what));
        return to;
    }
}
