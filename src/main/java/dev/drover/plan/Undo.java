package dev.drover.plan;

/** Takes back what nobody has called of a process that is paused. What was ever called is settled all the same. */
final class Undo {
    private final Draft draft;

    Undo(Draft draft) {
        this.draft = draft;
    }

    void decide() {
        draft.members().stream()
                .filter(draft::undecided)
                .filter(Undo::mayBeUndone)
                .filter(it -> draft.stopped(draft.leavingWhy(it)).isPresent())
                .forEach(this::keep);
    }

    private static boolean mayBeUndone(Member member) {
        return !member.stays() && !member.detached() && !member.destroyCalled();
    }

    /** Only the next plan sees the member where it belongs. */
    private void keep(Member member) {
        draft.keep(member);
        draft.lookAt(draft.now);
    }
}
