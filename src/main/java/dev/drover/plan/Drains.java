package dev.drover.plan;

import dev.drover.plan.Call.State;
import dev.drover.provider.spi.Phase;
import dev.drover.spec.DrainPolicy;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stops the work of members that are to go, before their instances are destroyed. */
final class Drains {
    private final Draft draft;
    private final DrainPolicy policy;

    Drains(Draft draft) {
        this.draft = draft;
        this.policy = draft.state.declared().drain();
    }

    /** Carries the going of a bound member on: asks for its work to stop, waits for that, or destroys its instance. */
    void step(Member member, Why why) {
        Member.Drain drain = member.drain();
        if (!member.drains() || gone(member)) {
            destroy(member, why);
        } else if (drain == null || forgiven(drain)) {
            draft.act(new Action.Drain(member.id(), why));
        } else if (drain.call().state() == State.DONE || hadItsAttempt(member, drain.call())) {
            destroy(member, why);
        } else if (!until(drain).isAfter(draft.now)) {
            timedOut(member, why, drain.call());
        } else {
            draft.lookAt(until(drain));
            goOn(member, why, drain);
        }
    }

    private boolean gone(Member member) {
        return draft.evidence.missing(member)
                || (member.bound() != null && member.bound().phase() == Phase.GONE);
    }

    private Instant until(Member.Drain drain) {
        return drain.since().plus(policy.timeout());
    }

    /** A person has asked to try again what took too long. */
    private boolean forgiven(Member.Drain drain) {
        return drain.call().state() == State.CANCELLED
                && draft.state.declared().clearedAt().isAfter(until(drain));
    }

    /** Who serves nobody is asked once. */
    private boolean hadItsAttempt(Member member, Call call) {
        return draft.readiness.is(member, Health.Status.UNHEALTHY)
                && call.attempts() > 0
                && call.state() != State.CALLED;
    }

    private void timedOut(Member member, Why why, Call call) {
        if (policy.onTimeout() == DrainPolicy.OnTimeout.DESTROY) {
            destroy(member, why);
        } else if (call.state() == State.CALLED) {
            called(member, call, call.deadline());
        } else {
            giveUp(member);
            draft.obstacles.undrained(member);
        }
    }

    private void destroy(Member member, Why why) {
        giveUp(member);
        draft.destroy(member, why);
    }

    /** Nobody asks any more, and no late answer counts. */
    private void giveUp(Member member) {
        Member.Drain drain = member.drain();
        if (drain != null
                && drain.call().state() != State.CANCELLED
                && drain.call().state() != State.DONE) {
            draft.change(member, new Change.DrainGivenUp(member.id()));
        }
    }

    private void goOn(Member member, Why why, Member.Drain drain) {
        switch (drain.call().state()) {
            case PLANNED -> planned(member, drain);
            case CALLED -> called(member, drain.call(), until(drain));
            case UNKNOWN, FAILED, CANCELLED -> again(member, why, drain.call());
            case DONE -> destroy(member, why);
        }
    }

    /** Between two questions, too. */
    private void planned(Member member, Member.Drain drain) {
        if (drain.call().fenced()) {
            draft.change(member, new Change.Restamped(member.id(), Call.Kind.DRAIN));
        } else {
            draft.await(Waiting.What.DRAIN, List.of(member), until(drain));
        }
    }

    private void called(Member member, Call call, @Nullable Instant until) {
        Instant deadline = call.deadline();
        if (deadline == null || deadline.isAfter(draft.now)) {
            draft.await(Waiting.What.DRAIN, List.of(member), until);
            draft.lookAt(deadline == null ? draft.now.plusSeconds(1) : deadline);
        } else {
            draft.change(member, new Change.OutcomeUnknown(member.id(), Call.Kind.DRAIN));
            draft.lookAt(draft.now);
        }
    }

    private void again(Member member, Why why, Call call) {
        Instant retryAt = CreateFailures.retryAt(call, draft.state.declared().clearedAt());
        if (retryAt.isAfter(draft.now)) {
            draft.await(Waiting.What.BACK_OFF, List.of(member), retryAt);
        } else {
            draft.act(new Action.Drain(member.id(), why));
        }
    }
}
