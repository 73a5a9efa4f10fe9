package dev.drover.plan;

import dev.drover.spec.MemberId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What was so in a story, to be judged. */
final class Past {
    private final List<Sight> sights = new ArrayList<>();
    private final List<Decision> decisions = new ArrayList<>();

    void seen(Instant at, List<Machine> alive) {
        int serving = (int) alive.stream().filter(Machine::serves).count();
        sights.add(new Sight(at, serving, alive.size()));
    }

    void decided(Instant at, Plan plan, Map<MemberId, String> names) {
        decisions.add(new Decision(at, plan, Map.copyOf(names)));
    }

    int leastServing(Instant since) {
        return from(since).mapToInt(Sight::serving).min().orElseThrow();
    }

    int mostMachines(Instant since) {
        return from(since).mapToInt(Sight::machines).max().orElseThrow();
    }

    private Stream<Sight> from(Instant since) {
        return sights.stream().filter(it -> !it.at().isBefore(since));
    }

    /** Whom it was decided to destroy, in this order, each once. */
    List<String> destroyed(Instant since) {
        return existing(since, Action.Destroy.class::isInstance);
    }

    /** Whom it was decided to drain or to destroy, in this order, each once. */
    List<String> taken(Instant since) {
        return existing(since, it -> it instanceof Action.Drain || it instanceof Action.Destroy);
    }

    private List<String> existing(Instant since, Predicate<Action> which) {
        return decidedFrom(since)
                .flatMap(it -> it.plan().actions().stream()
                        .filter(which)
                        .flatMap(action -> action.existing().stream())
                        .map(it::name))
                .distinct()
                .toList();
    }

    /** The revisions of whom it was decided to make. */
    List<Integer> made(Instant since) {
        return decidedFrom(since)
                .flatMap(it -> it.plan().actions().stream())
                .filter(Action.Provision.class::isInstance)
                .map(it -> ((Action.Provision) it).revision())
                .toList();
    }

    boolean raised(Condition.Type condition, Instant since) {
        return decidedFrom(since).anyMatch(it -> it.plan().holds(condition));
    }

    private Stream<Decision> decidedFrom(Instant since) {
        return decisions.stream().filter(it -> !it.at().isBefore(since));
    }

    private record Sight(Instant at, int serving, int machines) {}

    private record Decision(Instant at, Plan plan, Map<MemberId, String> names) {
        String name(MemberId id) {
            return names.getOrDefault(id, "?");
        }
    }
}
