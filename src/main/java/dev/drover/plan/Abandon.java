package dev.drover.plan;

/**
 * Ends every member at once, whatever its provider may still do: nobody waits for a provider that is gone for good. Machines that a
 * person wants to be left alone are, the others are destroyed should they ever be seen again.
 */
final class Abandon {
    private final Draft draft;

    Abandon(Draft draft) {
        this.draft = draft;
    }

    void decide() {
        draft.members().forEach(this::abandon);
    }

    private void abandon(Member member) {
        draft.end(member, new Change.MemberAbandoned(member.id(), tombstone(member)));
    }

    private static Change.Tombstone tombstone(Member member) {
        if (member.bound() == null) {
            return Change.Tombstone.NEVER_CREATED;
        }
        boolean letGo = member.detached() && !member.destroyCalled();
        return letGo ? Change.Tombstone.RELEASED : Change.Tombstone.ENDED;
    }
}
