package dev.drover.plan;

import dev.drover.spec.GroupName;
import dev.drover.spec.MemberId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Ids for members that only a forecast makes, and their names in it: {@code new-1}, {@code new-2}, in the order in which they are made. */
final class NewIds {
    private final GroupName group;
    private final Set<MemberId> taken = new HashSet<>();
    private final Map<MemberId, String> names = new HashMap<>();
    private int number;
    private int named;

    NewIds(GroupState state) {
        this.group = state.group();
        state.members().forEach(it -> taken.add(it.id()));
        state.unreplaced().forEach(it -> taken.add(it.id()));
    }

    MemberId next() {
        MemberId id;
        do {
            id = new MemberId(group, number++);
        } while (!taken.add(id));
        names.put(id, "new-" + ++named);
        return id;
    }

    /** The name of a member that a plan is about to make: its ordinal counts from 1 in each plan. */
    String upcoming(int ordinal) {
        return "new-" + (named + ordinal);
    }

    String name(MemberId id) {
        return names.getOrDefault(id, id.toString());
    }
}
