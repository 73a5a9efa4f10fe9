package dev.drover.plan;

/** Takes members away, however far they have come: what surely has no machine just ends. */
final class Removal {
    private final Draft draft;
    private final Why why;

    Removal(Draft draft, Why why) {
        this.draft = draft;
        this.why = why;
    }

    /** Whether there is, or may be, anything to take away. */
    boolean mayHaveMachine(Member member) {
        return switch (member.create().state()) {
            case PLANNED, FAILED, CANCELLED -> false;
            case UNKNOWN -> !draft.evidence.notCreated(member);
            case CALLED, DONE -> true;
        };
    }

    void of(Member member) {
        if (member.bound() != null) {
            if (draft.mayTakeAway(member, why)) {
                draft.takeAway(member, why);
            }
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
}
