package dev.drover.chaos;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares the truth with what Drover says, and both with what people wanted, when a world is over. */
final class Verdict {
    private final Stage stage;
    private final Map<String, Wanted> wanted;
    private final List<Gap> gaps;
    private final List<Commands.Forbidden> forbidden;
    private final List<Finding> findings = new ArrayList<>();
    private Tally tally = new Tally();

    Verdict(Stage stage, List<Wanted> wanted, List<Gap> gaps, List<Commands.Forbidden> forbidden) {
        this.stage = stage;
        this.wanted = wanted.stream().collect(Collectors.toMap(it -> it.database + " " + it.name, it -> it));
        this.gaps = gaps;
        this.forbidden = forbidden;
    }

    /** Whether everything is as it is to be, as Drover says and as the cloud knows. */
    boolean reached() {
        Truth truth = Truth.of(stage.truth(), wanted, gaps, new Tally());
        return wanted.values().stream().allMatch(it -> converged(it) && missing(it, truth) == 0)
                && leftOver(truth).isEmpty();
    }

    private boolean converged(Wanted group) {
        History history = new History(stage, group.database);
        return group.deleted ? history.deleted(group.name) : history.converged(group.name);
    }

    /** How many of the declared machines do not exist. */
    private int missing(Wanted group, Truth truth) {
        Map<String, History.Row> members = new History(stage, group.database).members();
        List<Entry> there = truth.alive().stream()
                .filter(it -> group.name.equals(it.group()) && group.database.equals(it.database()))
                .filter(it -> holds(members.get(String.valueOf(it.token())), it) && !truth.wasStopped(it))
                .toList();
        Set<String> ids =
                there.stream().map(it -> String.valueOf(it.logicalId())).collect(Collectors.toSet());
        return group.deleted
                ? 0
                : group.pets
                        ? (int) group.ids.stream()
                                .filter(it -> !ids.contains(it))
                                .count()
                        : Math.max(0, group.size - there.size());
    }

    private static boolean holds(History.@Nullable Row member, Entry machine) {
        return member != null && member.state().equals("RUNNING") && member.id().equals(machine.id());
    }

    /** Machines of ours that no member holds. */
    private List<Entry> leftOver(Truth truth) {
        Map<String, Map<String, History.Row>> members = new HashMap<>();
        return truth.alive().stream()
                .filter(Entry::isOurs)
                .filter(it -> !holds(
                        members.computeIfAbsent(
                                        String.valueOf(it.database()), name -> new History(stage, name).members())
                                .get(String.valueOf(it.token())),
                        it))
                .filter(it -> !isLeftAlone(truth, it))
                .toList();
    }

    /** What carries the token of a machine that was let go, and was not known then, is not touched either. */
    private boolean isLeftAlone(Truth truth, Entry machine) {
        return isCopyOfReleased(machine) || isDoubtful(truth, machine);
    }

    private boolean isCopyOfReleased(Entry machine) {
        History history = new History(stage, String.valueOf(machine.database()));
        String token = String.valueOf(machine.token());
        History.Row member = history.members().get(token);
        return history.released().containsKey(token)
                && member != null
                && !member.id().equals(machine.id());
    }

    /** What nobody can know after a commit was lost is left alone, and told. */
    private boolean isDoubtful(Truth truth, Entry machine) {
        return truth.isDoubtful(machine)
                && new History(stage, String.valueOf(machine.database()))
                        .quarantined()
                        .contains(String.valueOf(machine.token()));
    }

    /** Everything that is wrong, for a world that goes on, and is counted at its end. */
    List<Finding> find() {
        return find(new Tally());
    }

    /** Everything that is wrong. */
    List<Finding> find(Tally counting) {
        tally = counting;
        List<Entry> log = stage.truth();
        Truth truth = Truth.of(log, wanted, gaps, tally);
        findings.addAll(truth.findings());
        Set<String> databases = new HashSet<>(Set.of(Server.FIRST));
        wanted.values().forEach(it -> databases.add(it.database));
        databases.forEach(it -> findings.addAll(new History(stage, it).events()));
        databases.forEach(it -> released(truth, it));
        forbidden(log);
        destroyed(truth, made(log));
        end(truth);
        foreign(log);
        return findings;
    }

    private void forbidden(List<Entry> log) {
        List<Entry> calls =
                log.stream().filter(it -> it.what() == Entry.What.CALLED).toList();
        for (Commands.Forbidden command : forbidden) {
            Predicate<Entry> lost = it -> gaps.stream().anyMatch(gap -> gap.covers(it.at()));
            calls.stream()
                    .filter(command::forbids)
                    .filter(lost.negate())
                    .filter(it -> !isCopy(it))
                    .forEach(it -> find(
                            "9", it.at() + " " + it.text() + " although an answered command forbids " + command, it));
        }
    }

    /** A pause holds no destroy of a machine that is nobody's: that is settling. */
    private boolean isCopy(Entry call) {
        History.Row member =
                new History(stage, String.valueOf(call.database())).members().get(String.valueOf(call.token()));
        return "DESTROY".equals(call.text())
                && member != null
                && !member.id().isEmpty()
                && !member.id().equals(call.id());
    }

    private void destroyed(Truth truth, Map<String, Entry> making) {
        Map<String, Map<String, History.Row>> members = new HashMap<>();
        for (Entry machine : truth.destroyed()) {
            Entry made = making.getOrDefault(Truth.key(machine), machine);
            String database = String.valueOf(machine.database());
            History.Row member = members.computeIfAbsent(database, it -> new History(stage, it).members())
                    .get(String.valueOf(machine.token()));
            if (!machine.isOurs() || !String.valueOf(made.database()).equals(database)) {
                wrong(machine, "it is not ours");
            } else if (gaps.stream().anyMatch(it -> it.covers(machine.at()))) {
                tally.count("destroyed for a reason that a restore took away", 1);
            } else if (member != null && member.id().equals(machine.id())) {
                judge(truth, machine, member);
            }
        }
    }

    private void judge(Truth truth, Entry machine, History.Row member) {
        switch (member.why()) {
            case "" -> {
                if (!member.state().equals("ENDED")) { // an abandoned one has ended, and goes on sight
                    wrong(machine, "its member does not leave");
                }
            }
            case "MISSING" -> {
                if (truth.wasHidden(machine)) {
                    tally.count("destroyed because a listing lied", 1);
                } else {
                    wrong(machine, "it was taken for missing, and no listing that kept its promise lacked it");
                }
            }
            case "STOPPED" -> {
                if (!truth.wasStopped(machine)) {
                    wrong(machine, "it was taken for stopped, and never was");
                }
            }
            default -> {
                // wanted
            }
        }
    }

    /** Who made what, by its key: the first time, where an id and a token were used twice. */
    private static Map<String, Entry> made(List<Entry> log) {
        return log.stream()
                .filter(it -> it.what() == Entry.What.MADE)
                .collect(Collectors.toMap(Truth::key, it -> it, (first, second) -> first));
    }

    private void wrong(Entry machine, String why) {
        tally.count("wrongly destroyed", 1);
        find("wrongly destroyed", machine.at() + " " + machine.id() + " of " + machine.group() + ": " + why, machine);
    }

    private void end(Truth truth) {
        for (Wanted group : wanted.values()) {
            int missing = missing(group, truth);
            if (missing > 0) {
                tally.count("lost", missing);
                findings.add(new Finding("lost", missing + " machines of " + group.name + " do not exist", group.name));
            }
            if (!converged(group)) {
                findings.add(new Finding("convergence", group.name + " does not converge", group.name));
            }
        }
        leftOver(truth).forEach(it -> find("left over", it.id() + " of " + it.group() + " is nobody's", it));
        count("left alone after a restore, and told", truth, it -> isDoubtful(truth, it));
        count("copies of released machines", truth, this::isCopyOfReleased);
    }

    private void count(String what, Truth truth, Predicate<Entry> leftAlone) {
        tally.count(what, (int)
                truth.alive().stream().filter(Entry::isOurs).filter(leftAlone).count());
    }

    /** Who was not ours before the call. */
    private void foreign(List<Entry> log) {
        Map<String, Boolean> ours = new HashMap<>();
        for (Entry entry : log) {
            boolean touched = entry.what() == Entry.What.LABELLED || entry.what() == Entry.What.DESTROYED;
            if (touched && !ours.getOrDefault(Truth.key(entry), false)) {
                find("foreign", entry.id() + " is not ours, and was touched: " + entry.what(), entry);
            }
            if (entry.what() == Entry.What.MADE || entry.what() == Entry.What.LABELLED) {
                ours.put(Truth.key(entry), entry.isOurs());
            }
        }
    }

    private void released(Truth truth, String database) {
        Map<String, Instant> released = new History(stage, database).released();
        truth.destroyed().stream()
                .filter(it -> database.equals(it.database()) && released.containsKey(String.valueOf(it.token())))
                .filter(it -> it.at().isAfter(released.getOrDefault(String.valueOf(it.token()), Instant.MAX)))
                .forEach(it -> find("10", it.id() + " was let go, and destroyed after that", it));
    }

    private void find(String invariant, String what, Entry entry) {
        findings.add(new Finding(
                invariant,
                what,
                entry.token() + " " + entry.id() + " " + entry.labels().get("drover.member")));
    }
}
