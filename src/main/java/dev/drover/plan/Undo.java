package dev.drover.plan;

/**
 * Takes back what nobody has called of a process that is paused, or that spares a member now. What was ever called is settled all
 * the same.
 */
final class Undo {
    private final Draft draft;

    Undo(Draft draft) {
        this.draft = draft;
    }

    void decide() {
        draft.members().stream()
                .filter(draft::undecided)
                .filter(Undo::mayBeUndone)
                .filter(this::mayNotGo)
                .forEach(this::keep);
    }

    private static boolean mayBeUndone(Member member) {
        return !member.stays() && !member.detached() && !member.sentAway();
    }

    private boolean mayNotGo(Member member) {
        Why why = draft.leavingWhy(member);
        return draft.stopped(why).isPresent() || draft.exempt(member, why);
    }

    /** Only the next plan sees the member where it belongs. */
    private void keep(Member member) {
        draft.keep(member);
        draft.lookAt(draft.now);
    }
}
