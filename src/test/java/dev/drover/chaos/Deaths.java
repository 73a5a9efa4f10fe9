package dev.drover.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One replica lives through one story again and again: declare, grow, roll, repair, shrink, delete. In each act it dies once, at a
 * point that {@link Points} gives: before or after a commit or a provider call, one after the other until none is left.
 */
final class Deaths {
    private static final Duration HEARTBEAT = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(200);

    private final String name;
    private final Stage stage;
    private final Crew crew;
    private final Commands commands;
    private final Path armed;
    private final Path noted;
    private final List<Wanted> groups = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private int round;
    private int acts;

    private Deaths(String name, Stage stage) {
        this.name = name;
        this.stage = stage;
        this.crew = new Crew(stage, 1, HEARTBEAT, true);
        this.commands = new Commands(stage, crew);
        this.armed = stage.folder.resolve("armed");
        this.noted = stage.folder.resolve("points");
    }

    /** Counts the points of each act, without any death. */
    static Map<Act, List<String>> count(Java java, Server.Template template, Path folder) throws IOException {
        return on(java, template, folder, "count", Deaths::count);
    }

    /** Dies at points until there are no more, or it is time to end. */
    static Result play(Java java, Server.Template template, Path folder, Points points, Instant until)
            throws IOException {
        return on(java, template, folder, folder.getFileName().toString(), it -> it.play(points, until));
    }

    private static <T> T on(Java java, Server.Template template, Path folder, String name, Function<Deaths, T> what)
            throws IOException {
        try (Stage stage = new Stage(java, template, folder, 1)) {
            Deaths deaths = new Deaths(name, stage);
            try (Crew crew = deaths.crew) {
                crew.join("a", List.of("-Dchaos.armed=" + deaths.armed, "-Dchaos.points=" + deaths.noted));
                return what.apply(deaths);
            }
        }
    }

    private Map<Act, List<String>> count() {
        Map<Act, List<String>> points = new EnumMap<>(Act.class);
        begin();
        for (Act act : Act.values()) {
            perform(act, "none:0:before:count", it -> {});
            points.put(act, read(noted).lines().toList());
            delete(noted);
        }
        return points;
    }

    private Result play(Points points, Instant until) {
        while (findings.isEmpty() && points.isLeft() && Instant.now().isBefore(until)) {
            begin();
            for (Act act : Act.values()) {
                Optional<Points.Point> point = points.next(act);
                String trap = point.map(Points.Point::trap).orElse("none:0:before:count");
                stage.tell("act " + act + ", trap " + trap);
                perform(act, trap, reached -> point.ifPresent(it -> points.played(it, reached)));
                if (!findings.isEmpty()) {
                    break;
                }
            }
            findings.addAll(new Verdict(stage, groups, List.of(), commands.forbidden()).find());
        }
        Truth.of(stage.truth(), Map.of(), List.of(), stage.tally);
        return new Result(name, stage.tally, findings, findings.isEmpty() ? List.of() : story());
    }

    /** Groups of new names, so that each round is a story of its own. */
    private void begin() {
        round++;
        groups.clear();
        String provider = round % 2 == 0 ? Settings.STEADY : Settings.LOOSE;
        groups.add(new Wanted("web-" + round, provider, false, Server.FIRST));
        groups.add(new Wanted("pets-" + round, round % 2 == 0 ? Settings.LOOSE : Settings.STEADY, true, Server.FIRST));
    }

    /** @param reached hears whether the replica died */
    private void perform(Act act, String trap, Consumer<Boolean> reached) {
        while (!crew.allListen()) {
            Pause.millis(50); // what happens at a start is not of the story
        }
        write(armed, trap + "\n" + ++acts); // counting begins anew with each text
        Instant begun = Instant.now();
        act(act);
        Verdict verdict = new Verdict(stage, groups, List.of(), commands.forbidden());
        for (int looks = 1; !verdict.reached(); looks++) {
            if (looks % 60 == 0) {
                // What is in doubt of a pet waits for a person's word.
                groups.stream().filter(it -> it.pets && !it.deleted).forEach(commands::retry);
            }
            if (Duration.between(begun, Instant.now()).compareTo(PATIENCE) > 0) {
                findings.addAll(verdict.find());
                return;
            }
            Pause.millis(150);
        }
        boolean died = !Files.exists(armed);
        delete(armed);
        stage.tally.took(died ? "converged after a death" : "converged without one", begun, Instant.now());
        reached.accept(died);
    }

    private void act(Act act) {
        for (Wanted group : groups) {
            switch (act) {
                case DECLARE -> {
                    group.size = 2;
                    group.ids = new ArrayList<>(List.of("one"));
                    commands.declare(group);
                }
                case GROW -> {
                    group.size = 3;
                    group.ids.add("two");
                    commands.declare(group);
                }
                case ROLL -> {
                    group.version++;
                    commands.declare(group);
                }
                case REPAIR -> stage.strike(group);
                case SHRINK -> {
                    group.size = 1;
                    group.ids.remove("one");
                    commands.declare(group);
                }
                case DELETE -> commands.delete(group);
            }
        }
    }

    private List<String> story() {
        crew.dump();
        List<String> lines = new ArrayList<>(stage.story());
        lines.addAll(new History(stage, Server.FIRST).schedule());
        groups.forEach(it -> {
            lines.add("--- " + it.name + ", wanted: " + it.count() + (it.deleted ? ", deleted" : ""));
            lines.addAll(new History(stage, it.database).story(it.name));
        });
        return lines;
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The story. */
    enum Act {
        DECLARE,
        GROW,
        ROLL,
        REPAIR,
        SHRINK,
        DELETE
    }
}
