package dev.drover.plan;

import dev.drover.plan.Call.State;
import java.util.List;

/** Carries on with planned work that is still wanted after every policy has had its say. */
final class Finish {
    private final Draft draft;

    Finish(Draft draft) {
        this.draft = draft;
    }

    void decide() {
        draft.members().stream().filter(draft::undecided).forEach(this::carryOn);
        if (draft.members().isEmpty()) {
            switch (draft.state.lifecycle()) {
                case ACTIVE -> {}
                case RELEASING -> draft.changes.add(new Change.GroupReleased());
                case DELETING, ABANDONED -> draft.changes.add(new Change.GroupDeleted());
            }
        }
    }

    private void carryOn(Member member) {
        if (member.bound() == null) {
            restamp(member, member.create(), Call.Kind.PROVISION);
        } else if (member.leaving() != null && !member.beingDestroyed()) {
            takeAway(member, member.leaving().why());
        } else if (member.leaving() != null && member.destroy() != null) {
            restamp(member, member.destroy(), Call.Kind.DESTROY);
        }
    }

    private void takeAway(Member member, Why why) {
        if (draft.mayTakeAway(member, why)) {
            draft.takeAway(member, why);
        }
    }

    private void restamp(Member member, Call call, Call.Kind kind) {
        if (call.state() != State.PLANNED) {
            return;
        }
        if (call.fenced()) {
            draft.change(member, new Change.Restamped(member.id(), kind));
        } else if (kind == Call.Kind.DESTROY) {
            draft.await(Waiting.What.CALL, List.of(member), null);
        }
    }
}
