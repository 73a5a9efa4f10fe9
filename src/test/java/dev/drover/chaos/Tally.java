package dev.drover.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What happened in one world, or in many. */
final class Tally {
    private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
    private final Map<String, Integer> counts = new TreeMap<>();
    private final Map<String, List<Double>> seconds = new TreeMap<>();

    synchronized void fault(Fault fault) {
        faults.merge(fault, 1, Integer::sum);
    }

    synchronized void count(String what, int many) {
        counts.merge(what, many, Integer::sum);
    }

    synchronized void took(String what, Duration duration) {
        seconds.computeIfAbsent(what, it -> new ArrayList<>()).add(duration.toMillis() / 1000.0);
    }

    void took(String what, Instant from, Instant to) {
        took(what, Duration.between(from, to));
    }

    synchronized void add(Tally other) {
        other.faults().forEach((fault, many) -> faults.merge(fault, many, Integer::sum));
        other.counts().forEach(this::count);
        other.seconds()
                .forEach((what, all) ->
                        seconds.computeIfAbsent(what, it -> new ArrayList<>()).addAll(all));
    }

    synchronized Map<Fault, Integer> faults() {
        return faults.isEmpty() ? new EnumMap<>(Fault.class) : new EnumMap<>(faults);
    }

    synchronized Map<String, Integer> counts() {
        return new TreeMap<>(counts);
    }

    synchronized Map<String, List<Double>> seconds() {
        Map<String, List<Double>> sorted = new TreeMap<>();
        seconds.forEach((what, all) -> {
            List<Double> copy = new ArrayList<>(all);
            Collections.sort(copy);
            sorted.put(what, copy);
        });
        return sorted;
    }
}
