package dev.drover.plan;

import dev.drover.plan.GroupState.Lifecycle;
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
        int surplus = draft.staying().size() - draft.state.wanted();
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

    /** Creates first (those that nobody called before the others), then the members that serve least. */
    private List<Member> victims() {
        return draft.staying().stream()
                .sorted(Comparator.<Member>comparingInt(it -> it.bound() == null ? progress(it.create()) : 9)
                        .thenComparingInt(draft.readiness::worth)
                        .thenComparing(
                                it -> it.revision() == draft.state.declared().revision())
                        .thenComparing(Member::createdAt)
                        .thenComparing(Member::id))
                .toList();
    }

    private static int progress(Call create) {
        return switch (create.state()) {
            case PLANNED, CANCELLED -> 0;
            case FAILED -> 1;
            case UNKNOWN -> 2;
            case CALLED -> 3;
            case DONE -> 4;
        };
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
