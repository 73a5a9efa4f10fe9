package dev.drover.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The replicas of a world. Who died is started again, and who was stopped goes on after a while. */
final class Crew implements AutoCloseable {
    private static final Pattern TRAP = Pattern.compile("TRAP (\\w+) \\d+ (before|after) (\\w+): .*");

    private final Stage stage;
    private final Random dice;
    private final Duration heartbeat;
    private final List<Berth> berths = new ArrayList<>();
    private final Path calm;
    private final boolean alone;
    private volatile boolean closing;

    /** @param alone whether no other database has our owner, so that machines that nobody knows may be destroyed after a while */
    Crew(Stage stage, long seed, Duration heartbeat, boolean alone) {
        this.alone = alone;
        this.stage = stage;
        this.dice = new Random(seed);
        this.heartbeat = heartbeat;
        this.calm = stage.folder.resolve("calm");
        Thread.ofVirtual().name("keep the crew").start(this::keep);
    }

    /** One more replica on this database, started at once. */
    synchronized void join(String name, String database) {
        join(new Berth(stage.replica(name), database, true, List.of()));
    }

    /** One that nothing befalls but what these options of its JVM say. */
    synchronized void join(String name, List<String> options) {
        join(new Berth(stage.replica(name), Server.FIRST, false, options));
    }

    private void join(Berth berth) {
        berths.add(berth);
        start(berth, traps(berth));
    }

    private void start(Berth berth, List<String> options) {
        boolean clockOff = berth.trapped && !isCalm() && Faketime.isHere() && dice.nextInt(6) == 0;
        List<String> before = clockOff ? Faketime.COMMAND : List.of();
        if (clockOff) {
            stage.fault(Fault.REPLICA_CLOCK_OFF, berth.replica.name);
        }
        List<String> jvm = new ArrayList<>(berth.options);
        jvm.addAll(options);
        jvm.add("-Dchaos.calm=" + calm);
        List<String> settings = new ArrayList<>(stage.settings(berth.replica.name, berth.database, berth.providers));
        if (alone) {
            settings.add("--drover.orphans.after=15s");
        }
        settings.add("--drover.work.heartbeat=" + heartbeat.toMillis() + "ms");
        try {
            berth.replica.start(before, jvm, settings);
            stage.tell("start " + berth.replica.name + " " + options + (clockOff ? " with its clock off" : ""));
        } catch (IOException e) {
            stage.tell("cannot start " + berth.replica.name + ": " + e);
        }
        berth.startAt = Instant.MAX;
        berth.resumeAt = Instant.MAX;
    }

    private List<String> traps(Berth berth) {
        if (!berth.trapped || isCalm()) {
            return List.of();
        }
        String when = dice.nextBoolean() ? "before" : "after";
        return switch (dice.nextInt(8)) {
            case 0, 1 -> List.of("-Dchaos.traps=commit:%d:%s:halt".formatted(4 + dice.nextInt(90), when));
            case 2, 3, 4 -> List.of("-Dchaos.traps=call:%d:%s:halt".formatted(1 + dice.nextInt(16), when));
            case 5, 6 -> List.of("-Dchaos.traps=claim:%d:after:stop".formatted(1 + dice.nextInt(6)));
            default -> List.of();
        };
    }

    private void keep() {
        while (!closing) {
            synchronized (this) {
                if (!closing) {
                    berths.forEach(this::look);
                }
            }
            Pause.millis(100);
        }
    }

    private void look(Berth berth) {
        Instant now = Instant.now();
        if (!berth.replica.isAlive()) {
            if (berth.startAt.equals(Instant.MAX)) {
                died(berth);
                berth.startAt = now.plusMillis(isCalm() ? 0 : dice.nextInt(2500));
            } else if (!now.isBefore(berth.startAt)) {
                start(berth, traps(berth));
            }
        } else if (berth.replica.isPaused()) {
            if (berth.resumeAt.equals(Instant.MAX)) {
                stage.fault(Fault.REPLICA_PAUSED, berth.replica.name + " between CALLED and send");
                berth.resumeAt = now.plusMillis(isCalm() ? 0 : 2500 + dice.nextInt(6500));
            } else if (!now.isBefore(berth.resumeAt)) {
                stage.tell("resume " + berth.replica.name);
                berth.resumeAt = Instant.MAX;
                berth.replica.resume();
            }
        }
    }

    private void died(Berth berth) {
        String how = trapped(berth.replica.output()).orElse("");
        stage.tell("dead: " + berth.replica.name + " " + how);
        Matcher matcher = TRAP.matcher(how);
        if (matcher.matches()) {
            boolean commit = !matcher.group(1).equals("CALL");
            boolean before = matcher.group(2).equals("before");
            stage.tally.fault(
                    commit
                            ? before ? Fault.REPLICA_DIES_BEFORE_COMMIT : Fault.REPLICA_DIES_AFTER_COMMIT
                            : before ? Fault.REPLICA_DIES_BEFORE_CALL : Fault.REPLICA_DIES_AFTER_CALL);
        }
        if (!isCalm() && others(berth) > 0) {
            new Takeover(stage, berth.database, "takeover, heartbeats every " + heartbeat.toMillis() + " ms").watch();
        }
    }

    private long others(Berth berth) {
        return berths.stream()
                .filter(it -> it != berth && it.database.equals(berth.database))
                .filter(it -> it.replica.address().isPresent() && !it.replica.isPaused())
                .count();
    }

    private static Optional<String> trapped(Path output) {
        try (var lines = Files.lines(output)) {
            return lines.filter(it -> it.startsWith("TRAP") && it.contains(" halt:"))
                    .findFirst();
        } catch (IOException | java.io.UncheckedIOException e) {
            return Optional.empty();
        }
    }

    /** Kills one of them. */
    synchronized void killOne() {
        List<Berth> alive = berths.stream().filter(it -> it.replica.isAlive()).toList();
        if (!alive.isEmpty()) {
            Berth victim = alive.get(dice.nextInt(alive.size()));
            stage.fault(Fault.REPLICA_KILLED, victim.replica.name);
            victim.replica.kill();
        }
    }

    /** The replicas with an even number are started without this provider from now on; true brings it back everywhere. */
    synchronized void configure(String provider, boolean there) {
        for (int i = 0; i < berths.size(); i++) {
            Berth berth = berths.get(i);
            boolean changes = there ? berth.providers.add(provider) : i == 0 && berth.providers.remove(provider);
            if (changes && berth.replica.isAlive()) {
                berth.replica.kill();
                berth.startAt = Instant.now();
            }
        }
    }

    /** From now on nobody dies any more, and everybody comes back. */
    synchronized void calm() throws IOException {
        if (!Files.exists(calm)) {
            Files.createFile(calm);
        }
        for (String provider : Settings.PROVIDERS) {
            configure(provider, true);
        }
        for (Berth berth : berths) {
            berth.startAt = berth.startAt.equals(Instant.MAX) ? Instant.MAX : Instant.now();
            berth.resumeAt = berth.resumeAt.equals(Instant.MAX) ? Instant.MAX : Instant.now();
        }
    }

    private boolean isCalm() {
        return Files.exists(calm);
    }

    synchronized boolean allListen() {
        return berths.stream().allMatch(it -> it.replica.address().isPresent());
    }

    /** Somebody who listens, on this database. */
    synchronized Optional<Replica> any(String database) {
        List<Replica> listening = berths.stream()
                .filter(it -> it.database.equals(database))
                .map(it -> it.replica)
                .filter(it -> it.address().isPresent() && !it.isPaused())
                .toList();
        return listening.isEmpty() ? Optional.empty() : Optional.of(listening.get(dice.nextInt(listening.size())));
    }

    /** For whoever wants to know why nothing goes on. */
    synchronized void dump() {
        berths.forEach(it -> it.replica.dump());
    }

    @Override
    public void close() {
        closing = true;
        synchronized (this) {
            berths.forEach(it -> it.replica.kill());
        }
    }

    /** A replica and what is to become of it. */
    private static final class Berth {
        final Replica replica;
        final String database;
        final boolean trapped;
        final List<String> options;
        final Set<String> providers = new TreeSet<>(Settings.PROVIDERS);
        Instant startAt = Instant.MAX;
        Instant resumeAt = Instant.MAX;

        Berth(Replica replica, String database, boolean trapped, List<String> options) {
            this.options = options;
            this.replica = replica;
            this.database = database;
            this.trapped = trapped;
        }
    }
}
