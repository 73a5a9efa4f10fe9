package dev.drover.plan;

import dev.drover.spec.MemberId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a pass decided. Data: it can be stored, compared, printed.
 *
 * @param actions effects on providers, in the order in which they were decided
 * @param changes facts without an effect
 * @param nextLook when time alone changes the answer, at the latest a minute from now; that a listing becomes too old counts
 *     only where it proved that something is not there
 */
public record Plan(
        List<Action> actions,
        List<Change> changes,
        List<Waiting> waiting,
        List<Condition> conditions,
        Size size,
        Instant nextLook) {
    public Plan {
        actions = List.copyOf(actions);
        changes = List.copyOf(changes);
        waiting = List.copyOf(waiting);
        conditions = List.copyOf(conditions);
    }

    /** Whether the group is as declared, with nothing in flight and nothing waited for. */
    public boolean converged() {
        return holds(Condition.Type.CONVERGED);
    }

    /** Whether {@code condition} holds. */
    public boolean holds(Condition.Type condition) {
        return conditions.stream().anyMatch(it -> it.type() == condition && it.holds());
    }

    /** The members that exist already and about which something was decided. */
    public Set<MemberId> touched() {
        return Stream.concat(
                        actions.stream().flatMap(it -> it.existing().stream()),
                        changes.stream().flatMap(it -> it.of().stream()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether recording it would write nothing but the status. */
    public boolean quiet() {
        return actions.isEmpty() && changes.isEmpty();
    }
}
