package dev.drover.chaos;

import dev.drover.chaos.Entry.What;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the cloud's log says against Drover. Reads it once, in its order. */
final class Truth {
    private static final Set<String> NO_EFFECT = Set.of(
            "CREATE_THROTTLED",
            "CREATE_OUT_OF_CAPACITY",
            "CREATE_REFUSED",
            "CREATE_LOST_BEFORE",
            "CREATE_AFTER_ITS_DEADLINE",
            "PROVIDER_HANGS",
            "CLOUD_DIES_BEFORE_EFFECT");

    private final Map<String, Wanted> wanted;
    private final List<Gap> gaps;
    private final List<Finding> findings = new ArrayList<>();
    private final Tally tally;

    /** By token: what is alive of it. */
    private final Map<String, List<Entry>> alive = new LinkedHashMap<>();
    /** By call: creates that have neither taken effect nor surely failed. */
    private final Map<Long, Entry> pending = new HashMap<>();

    private final Set<Long> late = new HashSet<>();
    private final Set<String> doubtful = new HashSet<>();
    private final Set<String> accepted = new HashSet<>();
    private final Set<String> hidden = new HashSet<>();
    private final Set<String> stopped = new HashSet<>();
    private final List<Entry> destroyed = new ArrayList<>();

    private Truth(Map<String, Wanted> wanted, List<Gap> gaps, Tally tally) {
        this.wanted = wanted;
        this.gaps = gaps;
        this.tally = tally;
    }

    static Truth of(List<Entry> log, Map<String, Wanted> wanted, List<Gap> gaps, Tally tally) {
        Truth truth = new Truth(wanted, gaps, tally);
        log.forEach(truth::take);
        return truth;
    }

    List<Finding> findings() {
        return findings;
    }

    /** Everything that exists, in the order in which it was made. */
    List<Entry> alive() {
        return alive.values().stream().flatMap(List::stream).toList();
    }

    List<Entry> destroyed() {
        return destroyed;
    }

    /** Whether it may have been made on the strength of a commit that was taken away. */
    boolean isDoubtful(Entry machine) {
        return doubtful.contains(String.valueOf(machine.token()));
    }

    /** Whether a listing ever kept it from Drover against the provider's promise. */
    boolean wasHidden(Entry machine) {
        return hidden.contains(key(machine));
    }

    boolean wasStopped(Entry machine) {
        return stopped.contains(key(machine));
    }

    private void take(Entry entry) {
        switch (entry.what()) {
            case CALLED -> called(entry);
            case ANSWERED -> pending.remove(entry.call());
            case FAULT -> fault(entry);
            case MADE -> made(entry);
            case ACCEPTED -> accepted.add(key(entry));
            case DESTROYED, VANISHED -> gone(entry);
            case STOPPED -> stopped.add(key(entry));
            case HIDDEN -> hidden.add(key(entry));
            case UNJOURNALLED -> {
                if (gaps.stream().noneMatch(it -> it.covers(entry.at()))) {
                    find("4", "a call arrived that no committed row had called: " + entry.text(), entry);
                }
            }
            case NOT_AUDITED -> tally.count("calls while the journal could not be read", 1);
            case STARTED -> pending.clear();
            case LABELLED ->
                alive.getOrDefault(String.valueOf(entry.token()), List.of())
                        .replaceAll(it -> key(it).equals(key(entry)) ? it.with(entry.labels()) : it);
            case LISTED -> {
                // nothing follows from it
            }
        }
    }

    private void called(Entry entry) {
        if (!"CREATE".equals(entry.text())) {
            return;
        }
        tally.count("creates called", 1);
        String token = String.valueOf(entry.token());
        if (gaps.stream().anyMatch(it -> it.covers(entry.at()))) {
            doubtful.add(token);
        }
        Wanted group = wanted.get(entry.database() + " " + entry.group());
        if (group != null && !doubtful.contains(token)) {
            Set<String> possible = possible(group);
            possible.add(token);
            int ceiling = group.ceiling(entry.at());
            if (possible.size() > ceiling) {
                find(
                        "1",
                        "%d machines of %s may exist with this one, no more than %d are to: %s"
                                .formatted(possible.size(), group.name, ceiling, possible),
                        entry);
            }
        }
        pending.put(entry.call(), entry);
    }

    /** The tokens of a group of which something exists, or may soon. */
    private Set<String> possible(Wanted group) {
        Set<String> tokens = new TreeSet<>();
        alive.forEach((token, machines) -> {
            if (machines.stream().anyMatch(it -> counts(it, group))) {
                tokens.add(token);
            }
        });
        pending.values().stream()
                .filter(it -> isOf(it, group) && !doubtful.contains(String.valueOf(it.token())))
                .forEach(it -> tokens.add(String.valueOf(it.token())));
        return tokens;
    }

    private boolean counts(Entry machine, Wanted group) {
        return isOf(machine, group)
                && !late.contains(machine.call())
                && !doubtful.contains(String.valueOf(machine.token()))
                && !hidden.contains(key(machine))
                && (group.pets || !accepted.contains(key(machine)));
    }

    private static boolean isOf(Entry entry, Wanted group) {
        return group.name.equals(entry.group()) && group.database.equals(entry.database());
    }

    private void fault(Entry entry) {
        Fault fault = Fault.valueOf(String.valueOf(entry.text()));
        tally.fault(fault);
        if (fault == Fault.CREATE_AFTER_ITS_DEADLINE) {
            late.add(entry.call());
        }
        if (NO_EFFECT.contains(fault.name())) {
            pending.remove(entry.call());
        }
    }

    private void made(Entry entry) {
        pending.remove(entry.call());
        List<Entry> same = alive.computeIfAbsent(String.valueOf(entry.token()), it -> new ArrayList<>());
        if (entry.token() != null) {
            tally.count("created", 1);
            if (!same.isEmpty()) {
                tally.count("duplicates", 1);
                twice(entry, same.getFirst());
            }
            if (late.contains(entry.call())) {
                tally.count("created after the deadline", 1);
            }
            pet(entry);
        }
        same.add(entry);
    }

    /** A second one of a token is the cloud's doing, or that of a lost commit; otherwise it is Drover's. */
    private void twice(Entry second, Entry first) {
        boolean excused = first.call() == second.call()
                || late.contains(first.call())
                || late.contains(second.call())
                || doubtful.contains(String.valueOf(second.token()));
        if (!excused) {
            find("3", "a second machine of one token is alive", second);
        }
    }

    private void pet(Entry entry) {
        if (entry.logicalId() == null || doubtful.contains(String.valueOf(entry.token()))) {
            return;
        }
        alive().stream()
                .filter(it -> entry.logicalId().equals(it.logicalId())
                        && entry.group().equals(it.group())
                        && String.valueOf(entry.database()).equals(it.database()))
                .filter(it -> !hidden.contains(key(it)) && !doubtful.contains(String.valueOf(it.token())))
                .filter(it -> !String.valueOf(it.token()).equals(entry.token()))
                .forEach(it -> find("5", "two machines of " + entry.logicalId() + " are alive: " + it.id(), entry));
    }

    private void gone(Entry entry) {
        if (entry.what() == What.DESTROYED) {
            tally.count("destroyed", 1);
            destroyed.add(entry);
        }
        List<Entry> same = alive.getOrDefault(String.valueOf(entry.token()), new ArrayList<>());
        same.removeIf(it -> String.valueOf(it.id()).equals(entry.id()));
    }

    static String key(Entry machine) {
        return machine.provider() + " " + machine.id() + " " + machine.token();
    }

    private void find(String invariant, String what, Entry entry) {
        findings.add(new Finding(
                invariant,
                entry.at() + " " + what,
                entry.token() + " " + entry.id() + " " + entry.labels().get("drover.member")));
    }
}
