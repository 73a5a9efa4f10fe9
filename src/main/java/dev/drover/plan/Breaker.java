package dev.drover.plan;

import dev.drover.spec.Amount;
import dev.drover.spec.MemberId;
import dev.drover.spec.RepairPolicy;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stops repair when so many lines of members became unhealthy lately that replacing them would make it worse. A line counts
 * once, whether its member was replaced, has recovered, or neither. Members that are missing are not its matter.
 */
final class Breaker {
    private final Draft draft;
    private final RepairPolicy.Breaker policy;
    /** When each line that counts failed last, the longest ago first. */
    private final List<Instant> failures;

    /**
     * Counts.
     *
     * @param failing members that repair would replace, and since when
     */
    Breaker(Draft draft, Map<MemberId, Instant> failing) {
        this.draft = draft;
        this.policy = draft.state.declared().repair().breaker();
        this.failures = failures(failing);
    }

    /** When it lets repair go on by itself; empty if it does not hold it up. */
    Optional<Instant> until() {
        int limit = limit();
        return failures.size() <= limit
                ? Optional.empty()
                : Optional.of(failures.get(failures.size() - limit - 1).plus(policy.window()));
    }

    /** When the count of lines changes by time alone. */
    Instant nextLook() {
        return failures.getFirst().plus(policy.window());
    }

    int lines() {
        return failures.size();
    }

    int limit() {
        return policy.atMost().of(draft.state.declared().size(), Amount.Rounding.DOWN, policy.always());
    }

    private List<Instant> failures(Map<MemberId, Instant> failing) {
        Map<MemberId, MemberId> before = new HashMap<>();
        Map<MemberId, Instant> fell = new HashMap<>(failing);
        draft.state.casualties().forEach(it -> {
            link(before, it.id(), it.replaces());
            fell.put(it.id(), it.at());
        });
        draft.members().forEach(it -> {
            link(before, it.id(), it.lineage().replaces());
            Bound bound = it.bound();
            if (bound != null && bound.fellIllAt() != null) {
                fell.merge(it.id(), bound.fellIllAt(), Breaker::later);
            }
        });
        Map<MemberId, Instant> lines = new HashMap<>();
        fell.entrySet().stream()
                .filter(it -> counts(it.getValue()))
                .forEach(it -> lines.merge(first(it.getKey(), before), it.getValue(), Breaker::later));
        return lines.values().stream().sorted().toList();
    }

    private static void link(Map<MemberId, MemberId> before, MemberId id, @Nullable MemberId replaces) {
        if (replaces != null) {
            before.put(id, replaces);
        }
    }

    private boolean counts(Instant at) {
        return at.plus(policy.window()).isAfter(draft.now)
                && at.isAfter(draft.state.declared().clearedAt());
    }

    private static MemberId first(MemberId member, Map<MemberId, MemberId> before) {
        MemberId first = member;
        while (before.containsKey(first)) {
            first = before.get(first);
        }
        return first;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
