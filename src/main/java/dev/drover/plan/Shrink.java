package dev.drover.plan;

import dev.drover.plan.GroupState.Lifecycle;
import dev.drover.provider.spi.Phase;
import dev.drover.spec.GroupProcess;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Takes away what is more than wanted, the members that would be missed least first. */
final class Shrink {
    private final Draft draft;
    private final Why why;

    Shrink(Draft draft) {
        this.draft = draft;
        this.why = draft.state.lifecycle() == Lifecycle.DELETING ? Why.DELETED : Why.SURPLUS;
    }

    void decide() {
        int surplus = draft.staying().size() - draft.state.wanted() - draft.rolling.surplus();
        if (surplus > 0) {
            victims().stream().limit(surplus).filter(draft::undecided).forEach(this::takeAwayUnlessPaused);
        }
    }

    /** What surely has no machine is nothing to take away. */
    private void takeAwayUnlessPaused(Member member) {
        Optional<GroupProcess> paused = draft.stopped(why);
        if (paused.isPresent() && mayHaveMachine(member)) {
            draft.hold(paused.get(), List.of(member));
        } else {
            takeAway(member);
        }
    }

    private boolean mayHaveMachine(Member member) {
        return switch (member.create().state()) {
            case PLANNED, FAILED, CANCELLED -> false;
            case UNKNOWN -> !draft.evidence.notCreated(member);
            case CALLED, DONE -> true;
        };
    }

    /**
     * What surely has no machine first, then who surely serves nobody, then creates that may become members that serve, then
     * the other members, those that serve least first.
     */
    private List<Member> victims() {
        return draft.staying().stream()
                .sorted(Comparator.<Member>comparingInt(this::progress)
                        .thenComparingInt(draft.readiness::worth)
                        .thenComparing(draft.rolling::updated)
                        .thenComparing(Member::createdAt)
                        .thenComparing(Member::id))
                .toList();
    }

    private int progress(Member member) {
        if (member.bound() != null) {
            return servesNobody(member, member.bound()) ? 2 : 9;
        }
        return switch (member.create().state()) {
            case PLANNED, CANCELLED -> 0;
            case FAILED -> 1;
            case UNKNOWN -> mayHaveMachine(member) ? 3 : 1;
            case CALLED -> 4;
            case DONE -> 5;
        };
    }

    private boolean servesNobody(Member member, Bound bound) {
        return draft.readiness.is(member, Health.Status.UNHEALTHY)
                && (bound.phase() == Phase.STOPPED || draft.evidence.missing(member) || draft.hadItsChance(member));
    }

    private void takeAway(Member member) {
        if (member.bound() != null) {
            destroy(member);
            return;
        }
        switch (member.create().state()) {
            case PLANNED -> draft.end(member, new Change.MemberCancelled(member.id(), why));
            case FAILED, CANCELLED -> draft.end(member, Settle.neverCreated(member));
            case UNKNOWN -> unresolved(member);
            case CALLED, DONE -> draft.leave(member, why);
        }
    }

    private void unresolved(Member member) {
        if (draft.evidence.notCreated(member)) {
            draft.end(member, Settle.neverCreated(member));
        } else {
            draft.leave(member, why);
        }
    }

    /** A person who deletes the group asked for each of its members; a smaller size needs a good listing. */
    private void destroy(Member member) {
        if (why == Why.DELETED || draft.mayTakeAway(member)) {
            draft.destroy(member, why);
        }
    }
}
