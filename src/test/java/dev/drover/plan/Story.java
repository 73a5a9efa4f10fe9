package dev.drover.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A small world that goes as it is told, without any chance, and the log of what happened in it. */
final class Story {
    private static final Path KEPT = Path.of("src/test/resources/dev/drover/plan/stories");
    private static final Duration AT_LEAST = Duration.ofSeconds(15);
    private static final Duration AT_MOST = Duration.ofHours(2);

    final World world;
    private final Names names;
    private final Narrator narrator;
    private final Sightings sightings;
    private final List<String> log = new ArrayList<>();
    private final List<String> decided = new ArrayList<>();
    final Past past = new Past();
    private @Nullable Plan last;

    Story(Setting setting) {
        this.world = new World(new SteadyDice(), false, it -> setting.climate());
        this.names = new Names(world.time.now());
        this.narrator = new Narrator(names, decided::add);
        this.sightings = new Sightings(world.store);
        world.store.logicalIds.clear();
        world.store.logicalIds.addAll(setting.pets());
        world.witness = this::recorded;
        world.begin();
        settles();
        begin();
    }

    /** How the members came to be there is told in no story. */
    private void begin() {
        log.clear();
        names.begin(now());
        write("> revision 1 is declared, and these are ready: "
                + String.join(", ", names.all().values()));
    }

    /** Lets somebody, or something, do this. */
    void happens(String words, Runnable what) {
        names.learn(world.store.members);
        log.add("");
        write("> " + words);
        last = null;
        what.run();
        world.wake();
    }

    void declares(int revision) {
        happens("declared: revision " + revision, () -> world.store.declare(revision, world.time.now()));
    }

    void scales(int size) {
        happens("declared: " + size + (size == 1 ? " member" : " members"), () -> world.store.resize(size));
    }

    /** The member of this name. */
    MemberRow member(String name) {
        return world.store.members.stream()
                .filter(it -> names.of(it.id).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no " + name));
    }

    Machine machine(String name) {
        return world.cloud
                .alive(Objects.requireNonNull(member(name).providerId))
                .orElseThrow();
    }

    Instant now() {
        return world.time.now();
    }

    /** Goes on for so long. */
    void goesOn(Duration time) {
        Instant until = now().plus(time);
        playWhile(it -> world.time.nextAt().isBefore(until));
    }

    /** Goes on until the group is as declared. */
    void settles() {
        Instant begun = now();
        playWhile(it -> (last == null || !last.converged() || now().isBefore(begun.plus(AT_LEAST)))
                && now().isBefore(begun.plus(AT_MOST)));
        if (last == null || !last.converged()) {
            throw new AssertionError("it does not settle:\n" + String.join("\n", log) + "\n" + last);
        }
    }

    /** Goes on until a plan says so. */
    void until(Predicate<Plan> holds) {
        Instant latest = now().plus(AT_MOST);
        last = null;
        playWhile(it -> (last == null || !holds.test(last)) && now().isBefore(latest));
        if (!now().isBefore(latest)) {
            throw new AssertionError("it never comes:\n" + String.join("\n", log));
        }
    }

    private void playWhile(Predicate<World> more) {
        while (more.test(world)) {
            world.step();
            if (world.time.nextAt().isAfter(now())) {
                sightings.tell((words, members) -> write("> " + words + names.of(members)));
                decided.forEach(this::write);
                decided.clear();
                past.seen(now(), world.cloud.alive());
            }
        }
    }

    private void recorded(Plan plan) {
        List<MemberRow> rows = world.store.members;
        names.learn(rows);
        int made = (int) plan.actions().stream()
                .filter(Action.Provision.class::isInstance)
                .count();
        narrator.tell(plan, rows.subList(rows.size() - made, rows.size()));
        last = plan;
        past.decided(now(), plan, names.all());
    }

    private void write(String line) {
        log.add("%-7s %s".formatted(names.at(now()), line));
    }

    /** Compares the log with the one that is kept, or keeps it. */
    void isToldAs(String name, String about) {
        Path file = KEPT.resolve(name + ".txt");
        try {
            if (Boolean.getBoolean("drover.stories.write")) {
                Files.createDirectories(KEPT);
                Files.writeString(file, text(about));
            }
            assertThat(text(about)).isEqualTo(Files.exists(file) ? Files.readString(file) : "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String text(String about) {
        Plan plan = Objects.requireNonNull(last);
        String revisions = world.store.members.stream()
                .collect(Collectors.groupingBy(it -> it.revision, TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(it -> ", " + it.getValue() + " at revision " + it.getKey())
                .collect(Collectors.joining());
        String state = plan.converged() ? "converged" : "not converged";
        return about + "\n\n" + String.join("\n", log) + "\n\n" + state + ": "
                + plan.size().ready() + " of " + plan.size().desired() + " ready" + revisions + "\n";
    }
}
