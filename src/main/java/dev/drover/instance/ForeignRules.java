package dev.drover.instance;

import dev.drover.body.Shown;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Labels;
import dev.drover.provider.spi.LogicalId;
import dev.drover.provider.spi.Phase;
import dev.drover.spec.GroupName;
import dev.drover.spec.GroupSpec;
import dev.drover.spec.MemberId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says of instances that somebody else made for a group, one after the other, why they are left alone. Nothing is taken away from
 * anybody by taking over: what was not made from the declaration, or is more than declared, stays as it is. For one thread.
 */
final class ForeignRules {
    private final GroupSpec spec;
    private final Marks marks;
    private final String owner;
    private final Places places;
    private final Map<LogicalId, String> pets = new HashMap<>();
    private final boolean labelled;
    private int room;

    /**
     * @param size how many members are declared
     * @param labelled whether only those are taken over that carry a token of ours already
     */
    ForeignRules(GroupSpec spec, int size, Marks marks, String owner, Places places, boolean labelled) {
        this.spec = spec;
        this.marks = marks;
        this.owner = owner;
        this.places = places;
        this.labelled = labelled;
        this.room = size - places.taken();
    }

    /** Why it is left alone; empty if it is taken over, and then there is room for one less. */
    Optional<String> left(Instance it, InstancePast past) {
        Optional<String> reason = owner(it)
                .or(() -> past(it, past))
                .or(() -> hash(it))
                .or(() -> spec.allocation().pets() ? pet(it) : Optional.empty())
                .or(() -> room > 0 ? Optional.empty() : Optional.of(full()))
                .or(() -> labelled && TokenIds.of(it.token()) == null ? Optional.of(late()) : Optional.empty());
        if (reason.isEmpty()) {
            room--;
            logicalId(it).ifPresent(pet -> pets.put(pet, it.id().value()));
        }
        return reason;
    }

    /** Which of the declared pets it says to be. */
    Optional<LogicalId> logicalId(Instance it) {
        List<String> ids = spec.allocation().logicalIds();
        return ids == null
                ? Optional.empty()
                : Optional.ofNullable(marks.logicalId(it)).filter(ids::contains).map(LogicalId::new);
    }

    /** Whether it runs, and is no living member's. */
    static boolean beside(Instance it, InstancePast past) {
        return alive(it) && past.holder() == null;
    }

    /** Whether a pet would be alive twice if this one is left alone. */
    boolean doubles(Instance it, InstancePast past) {
        return beside(it, past)
                && logicalId(it).filter(pet -> places.pet(pet).isEmpty()).isPresent();
    }

    private Optional<String> owner(Instance it) {
        String other = it.labels().get(Labels.OWNER);
        return other == null || other.equals(owner)
                ? Optional.empty()
                : Optional.of("it belongs to another Drover, with the owner " + Shown.text(other));
    }

    private Optional<String> past(Instance it, InstancePast past) {
        if (past.holder() != null) {
            return Optional.of(holder(spec.name(), past.holder()));
        }
        if (!alive(it)) {
            return Optional.of("it is not running: its provider says " + it.phase()
                    + (it.detail() == null ? "" : ", " + it.detail()));
        }
        if (it.token() != null && past.tombstone() == null) {
            return Optional.of("it carries a token that nobody here knows");
        }
        if (past.former() != null) {
            return Optional.of("it was the instance of " + past.former() + ", and let go: POST /v1/groups/"
                    + spec.name() + "/adopt takes it back");
        }
        return AdoptionRules.past(past).map(why -> "it " + why);
    }

    private static String holder(GroupName group, MemberId holder) {
        return holder.group().equals(group)
                ? "it is the member " + holder + " already"
                : "it belongs to the member " + holder + " of the group " + holder.group();
    }

    private static boolean alive(Instance it) {
        return it.phase() == Phase.STARTING || it.phase() == Phase.RUNNING;
    }

    private Optional<String> hash(Instance it) {
        @Nullable String hash = marks.hash(it);
        if (marks.hash().equals(hash)) {
            return Optional.empty();
        }
        return Optional.of(
                hash == null
                        ? "it has no label " + marks.hashKey() + ", so that nobody knows what it was made from"
                        : "it was made from something else: its " + marks.hashKey() + " is " + Shown.text(hash));
    }

    private Optional<String> pet(Instance it) {
        String said = marks.logicalId(it);
        if (said == null) {
            return Optional.of("it has no label " + marks.logicalIdKey() + ", so that nobody knows which one it is");
        }
        return logicalId(it)
                .map(id -> Optional.ofNullable(pets.get(id))
                        .map(other -> "its " + marks.logicalIdKey() + " is that of " + other + " too")
                        .or(() -> places.pet(id)
                                .map(number -> "there is a member with its " + marks.logicalIdKey() + ", "
                                        + new MemberId(spec.name(), number))))
                .orElseGet(
                        () -> Optional.of("its " + marks.logicalIdKey() + " " + Shown.text(said) + " is not declared"));
    }

    private static String late() {
        return "it has no labels of ours yet: import again";
    }

    private static String full() {
        return "the group has no room for it, and would destroy one too many: declare a greater size, and import again";
    }
}
