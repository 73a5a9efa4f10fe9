package dev.drover.plan;

import dev.drover.spec.GroupProcess;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What people have paused.
 *
 * @param since of each process that is paused
 */
public record Paused(Map<GroupProcess, Instant> since) {
    public static final Paused NOTHING = new Paused(Map.of());

    public Paused {
        since = Map.copyOf(since);
    }

    Optional<Instant> since(GroupProcess process) {
        return Optional.ofNullable(since.get(process));
    }

    boolean nothing() {
        return since.isEmpty();
    }

    /** For people: which since when, those paused first at first. */
    String sentence() {
        Map<Instant, List<GroupProcess>> together = new TreeMap<>(since.entrySet().stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getValue, Collectors.mapping(Map.Entry::getKey, Collectors.toList()))));
        return together.entrySet().stream()
                .map(it -> GroupProcess.are(it.getValue()) + " paused since " + it.getKey())
                .collect(Collectors.joining("; "));
    }
}
