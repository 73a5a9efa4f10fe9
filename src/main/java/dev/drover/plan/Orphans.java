package dev.drover.plan;

import dev.drover.spec.MemberId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Machines that carry the group's label and are no living member's: neither released, nor gone as far as the last good listing
 * tells.
 *
 * @param doomed how many are to be destroyed, or being destroyed: late creates, copies, those that should be gone
 * @param unexplained those that nobody knows anything of, as people may find them: "i-7f3 at docker"
 * @param called until when a destroy may reach copies of a member's machine, by member
 */
public record Orphans(int doomed, List<String> unexplained, Map<MemberId, Instant> called) {
    public static final Orphans NONE = new Orphans(0, List.of(), Map.of());

    /** So many are no accident: somebody else makes machines in the group's name, or the database has forgotten some. */
    private static final int FREEZING = 3;

    public Orphans {
        unexplained = List.copyOf(unexplained);
        called = Map.copyOf(called);
    }

    /** Until when a destroy may reach a copy of this member's machine; empty if none is under way. */
    Optional<Instant> calledUntil(MemberId member, Instant now) {
        return Optional.ofNullable(called.get(member)).filter(it -> it.isAfter(now));
    }

    /** Whether nothing more is made. Of a pet's machine nobody can say which pet it is, so that one is enough. */
    boolean freeze(boolean pets) {
        return unexplained.size() >= (pets ? 1 : FREEZING);
    }
}
