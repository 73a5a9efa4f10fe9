package dev.drover.plan;

import dev.drover.spec.MemberId;
import java.util.List;
import java.util.Set;

/**
 * Machines that carry the group's label and are no living member's: neither released, nor gone as far as the last good listing
 * tells.
 *
 * @param doomed how many are to be destroyed, or being destroyed: late creates, copies, those that should be gone
 * @param unexplained those that nobody knows anything of, as people may find them: "i-7f3 at docker"
 * @param copied the members whose machine has copies, which are to be destroyed
 */
public record Orphans(int doomed, List<String> unexplained, Set<MemberId> copied) {
    public static final Orphans NONE = new Orphans(0, List.of(), Set.of());

    /** So many are no accident: somebody else makes machines in the group's name, or the database has forgotten some. */
    private static final int FREEZING = 3;

    public Orphans {
        unexplained = List.copyOf(unexplained);
        copied = Set.copyOf(copied);
    }

    /** Whether nothing more is made. Of a pet's machine nobody can say which pet it is, so that one is enough. */
    boolean freeze(boolean pets) {
        return unexplained.size() >= (pets ? 1 : FREEZING);
    }
}
