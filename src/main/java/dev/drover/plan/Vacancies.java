package dev.drover.plan;

import dev.drover.provider.spi.LogicalId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The places that new members can take: for cattle as many as are asked for, for pets the ids that no machine may have. */
final class Vacancies {
    private final Indices indices;
    private final List<Predecessor> predecessors;
    /** Null for cattle. */
    private final @Nullable Deque<LogicalId> ids;

    private Vacancies(Indices indices, List<Predecessor> predecessors, @Nullable Deque<LogicalId> ids) {
        this.indices = indices;
        this.predecessors = predecessors;
        this.ids = ids;
    }

    static Vacancies of(Draft draft) {
        List<LogicalId> declared = draft.state.declared().logicalIds();
        return new Vacancies(
                new Indices(draft),
                new ArrayList<>(draft.succession.open()),
                declared == null ? null : free(draft, declared));
    }

    /** One that ends in this plan leaves its id to the next one. */
    private static Deque<LogicalId> free(Draft draft, List<LogicalId> declared) {
        Set<LogicalId> taken = new HashSet<>();
        draft.state.members().forEach(it -> taken.add(it.logicalId()));
        draft.actions.forEach(it -> {
            if (it instanceof Action.Provision provision) {
                taken.add(provision.member().logicalId());
            }
        });
        Deque<LogicalId> free = new ArrayDeque<>(declared);
        free.removeIf(taken::contains);
        Set<Member> left = new HashSet<>(draft.members());
        boolean more =
                draft.state.members().stream().anyMatch(it -> !left.contains(it) && declared.contains(it.logicalId()));
        if (more) {
            draft.lookAt(draft.now);
        }
        return free;
    }

    boolean any() {
        return ids == null || !ids.isEmpty();
    }

    Vacancy next() {
        LogicalId id = ids == null ? null : ids.removeFirst();
        Optional<Predecessor> predecessor = predecessors.stream()
                .filter(it -> id == null || id.equals(it.logicalId()))
                .findFirst();
        predecessor.ifPresent(predecessors::remove);
        return new Vacancy(id == null ? indices.next() : indices.of(id), id, predecessor);
    }

    /**
     * One place.
     *
     * @param logicalId null for cattle
     * @param predecessor who had it
     */
    record Vacancy(int index, @Nullable LogicalId logicalId, Optional<Predecessor> predecessor) {}
}
