package dev.drover.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/** A random world: what is wanted of it, and what befalls it, comes of its seed. How it comes about is up to the processes. */
final class World {
    private static final Duration HEARTBEAT = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(200);

    private final long seed;
    private final Random dice;
    private final Stage stage;
    private final Crew crew;
    private final Commands commands;
    private final Misfortunes misfortunes;
    private final List<Wanted> groups = new CopyOnWriteArrayList<>();
    private final List<Gap> gaps = new CopyOnWriteArrayList<>();
    private final boolean two;
    private int names;

    private World(long seed, Stage stage, Random dice, Crew crew, boolean two) {
        this.seed = seed;
        this.dice = dice;
        this.stage = stage;
        this.two = two;
        this.crew = crew;
        this.commands = new Commands(stage, crew);
        this.misfortunes = new Misfortunes(stage, crew, commands, groups, gaps, dice, !two);
    }

    /** @param troubled how long everything goes wrong */
    static Result play(Java java, Server.Template template, Path folder, long seed, Duration troubled)
            throws IOException {
        try (Stage stage = new Stage(java, template, folder, seed)) {
            Random dice = new Random(seed);
            boolean two = dice.nextInt(5) < 3;
            try (Crew crew = new Crew(stage, dice.nextLong(), HEARTBEAT, !two)) {
                return new World(seed, stage, dice, crew, two).playOrTell(troubled);
            }
        }
    }

    /** What keeps the world from being played is a finding too: people could not do what they wanted. */
    private Result playOrTell(Duration troubled) throws IOException {
        try {
            return play(troubled);
        } catch (IllegalStateException e) {
            List<Finding> findings = List.of(new Finding("harness", e.toString(), ""));
            return new Result("world " + seed, stage.tally, findings, story());
        }
    }

    private Result play(Duration troubled) throws IOException {
        stage.tell("world " + seed);
        crew.join("a", Server.FIRST);
        crew.join("b", Server.FIRST);
        if (two) {
            crew.join("other", Server.SECOND);
            stage.fault(Fault.TWO_DATABASES, "with one owner");
        } else if (dice.nextBoolean()) {
            crew.join("c", Server.FIRST);
        }
        add(Settings.STEADY, false, Server.FIRST);
        add(Settings.LOOSE, false, Server.FIRST);
        add(dice.nextBoolean() ? Settings.STEADY : Settings.LOOSE, true, Server.FIRST);
        if (two) {
            add(dice.nextBoolean() ? Settings.STEADY : Settings.LOOSE, false, Server.SECOND);
        }
        stage.climate(climate());
        trouble(troubled);
        calm();
        Instant begun = Instant.now();
        boolean reached = await();
        if (reached) {
            stage.tally.took("converged", begun, Instant.now());
            Pause.millis(1500);
        }
        List<Finding> findings = new Verdict(stage, groups, gaps, commands.forbidden()).find(stage.tally);
        return new Result("world " + seed, stage.tally, findings, findings.isEmpty() ? List.of() : story());
    }

    private void add(String provider, boolean pets, String database) {
        Wanted group = new Wanted((pets ? "pets-" : "web-") + ++names, provider, pets, database);
        group.size = 3 + dice.nextInt(5);
        for (int i = 0; i < 2 + dice.nextInt(2); i++) {
            group.ids.add("pet-" + i);
        }
        group.surge = 1 + dice.nextInt(2);
        groups.add(group);
        commands.declare(group);
    }

    private Map<Fault, Double> climate() {
        Map<Fault, Double> rates = new EnumMap<>(Fault.class);
        for (Fault fault : Fault.values()) {
            rates.put(fault, mean(fault) * 2 * dice.nextDouble());
        }
        return rates;
    }

    /** What fits few calls only is drawn more often, and what fells the whole cloud less often. */
    private static double mean(Fault fault) {
        return switch (fault) {
            case CREATE_MAKES_TWO -> 0.12;
            case DESTROY_THROTTLED, DESTROY_HANGS -> 0.12;
            case LIST_LAGS_BEYOND -> 0.05;
            case CLOUD_DIES_BEFORE_EFFECT, CLOUD_DIES_AFTER_EFFECT -> 0.03;
            default ->
                switch (fault.op) {
                    case CREATE -> 0.05;
                    case DESTROY -> 0.1;
                    case FIND -> 0.3;
                    case LIST -> 0.03;
                    case MACHINE -> 0.004;
                    default -> 0;
                };
        };
    }

    private void trouble(Duration howLong) throws IOException {
        Instant until = Instant.now().plus(howLong);
        while (Instant.now().isBefore(until)) {
            if (dice.nextInt(5) < 2) {
                wish();
            } else {
                misfortunes.next();
            }
            Pause.millis(200 + dice.nextInt(1500));
        }
    }

    /** What people want changes. */
    private void wish() {
        Wanted group = groups.get(dice.nextInt(groups.size()));
        if (group.deleted) {
            if (group.ending == Wanted.Ending.DELETE && new History(stage, group.database).deleted(group.name)) {
                group.deleted = false;
                commands.declare(group);
            }
            return;
        }
        switch (dice.nextInt(14)) {
            case 0, 1, 2 -> resize(group, true);
            case 3, 4 -> resize(group, false);
            case 5, 6, 7, 8 -> {
                group.version++;
                commands.declare(group);
            }
            case 9 -> {
                hastily(group);
                commands.pause(group, 1000 + dice.nextInt(2000));
            }
            case 10, 11 -> {
                hastily(group);
                group.ending = List.of(Wanted.Ending.values()).get(dice.nextInt(3));
                commands.delete(group);
            }
            default -> {
                if (groups.size() < 6) {
                    add(dice.nextBoolean() ? Settings.STEADY : Settings.LOOSE, dice.nextInt(4) == 0, Server.FIRST);
                }
            }
        }
    }

    /** Often people change their mind while what they wanted before is on its way. */
    private void hastily(Wanted group) {
        if (dice.nextInt(3) > 0) {
            resize(group, true);
            Pause.millis(dice.nextInt(300));
        }
    }

    private void resize(Wanted group, boolean up) {
        if (group.pets && up && group.ids.size() < 4) {
            group.ids.add("pet-" + (10 + ++names));
        } else if (group.pets && !up && group.ids.size() > 1) {
            group.ids.remove(dice.nextInt(group.ids.size()));
        } else if (!group.pets) {
            group.size =
                    up ? Math.min(10, group.size + 1 + dice.nextInt(4)) : Math.max(0, group.size - 1 - dice.nextInt(4));
        } else {
            return;
        }
        commands.declare(group);
    }

    private void calm() throws IOException {
        stage.tell("calm");
        stage.climate(Map.of());
        crew.calm();
        for (int waited = 0; waited < 600 && !(crew.allListen() && stage.quiet()); waited++) {
            Pause.millis(100);
        }
        // What failed waits longer and longer: a person who knows that the trouble is over need not.
        groups.stream().filter(it -> !it.deleted).forEach(commands::retry);
    }

    private boolean await() {
        Verdict verdict = new Verdict(stage, groups, gaps, commands.forbidden());
        Instant until = Instant.now().plus(PATIENCE);
        for (int looks = 1; Instant.now().isBefore(until); looks++) {
            if (verdict.reached()) {
                stage.tell("converged");
                return true;
            }
            if (looks % 20 == 0) {
                // What is in doubt of a pet waits for a person's word.
                groups.stream().filter(it -> it.pets && !it.deleted).forEach(commands::retry);
            }
            Pause.millis(500);
        }
        return false;
    }

    private List<String> story() {
        crew.dump();
        List<String> lines = new ArrayList<>(stage.story());
        lines.addAll(new History(stage, Server.FIRST).schedule());
        groups.forEach(it -> {
            lines.add("--- " + it.name + " in " + it.database + ", wanted: " + it.count()
                    + (it.deleted ? ", deleted" : ""));
            lines.addAll(new History(stage, it.database).story(it.name));
        });
        return lines;
    }
}
