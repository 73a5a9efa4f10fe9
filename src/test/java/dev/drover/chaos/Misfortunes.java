package dev.drover.chaos;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** What befalls a world from the outside, one thing after another; each may begin before the last has ended. */
final class Misfortunes {
    /** How long a replica may act on what it had read, or claimed, before the database was put back. */
    private static final Duration AFTERWARDS = Duration.ofSeconds(8);

    private final Stage stage;
    private final Crew crew;
    private final Commands commands;
    private final List<Wanted> groups;
    private final List<Gap> gaps;
    private final Random dice;
    private final boolean alone;
    private int unrelated;

    /** @param alone whether nobody else has our owner: then what nobody knows after a restore can only be ours */
    Misfortunes(
            Stage stage,
            Crew crew,
            Commands commands,
            List<Wanted> groups,
            List<Gap> gaps,
            Random dice,
            boolean alone) {
        this.stage = stage;
        this.crew = crew;
        this.commands = commands;
        this.groups = groups;
        this.gaps = gaps;
        this.dice = dice;
        this.alone = alone;
    }

    void next() throws IOException {
        int drawn = dice.nextInt(100);
        if (drawn < 17) {
            stage.fault(Fault.CONNECTIONS_TERMINATED, "by Postgres");
            stage.server.terminateConnections();
        } else if (drawn < 34) {
            stage.fault(Fault.CONNECTIONS_CUT, "on the way");
            stage.cable.cut();
        } else if (drawn < 45) {
            crew.killOne();
        } else if (drawn < 49) {
            stage.tell("kill the cloud");
            stage.killCloud();
        } else if (drawn < 62) {
            stage.fault(Fault.POSTGRES_KILLED, "");
            stage.server.kill();
            Pause.millis(dice.nextInt(1500));
            stage.server.startAgain();
        } else if (alone && drawn < 83) {
            restore();
        } else if (drawn < 91) {
            stage.fault(Fault.PROVIDER_REMOVED, Settings.LOOSE);
            crew.configure(Settings.LOOSE, false);
            Thread.ofVirtual().start(() -> {
                Pause.millis(8000);
                crew.configure(Settings.LOOSE, true);
            });
        } else {
            hang();
        }
    }

    /** Postgres dies, and what comes back lacks the last second. People see that, and ask for what they want again. */
    private void restore() throws IOException {
        Instant from = Instant.now().minusSeconds(1);
        stage.server.commit();
        stage.server.kill();
        stage.fault(Fault.POSTGRES_RESTORED, "to " + from);
        stage.server.restore(from);
        stage.restored();
        gaps.add(new Gap(from.minusMillis(50), Instant.now().plus(AFTERWARDS)));
        commands.forgetForbidden();
        for (Wanted group : groups) {
            if (group.deleted) {
                commands.delete(group);
            } else {
                commands.declare(group);
            }
        }
    }

    /** One provider hangs; whoever has nothing to do with it does not notice. */
    private void hang() {
        stage.hang(Settings.LOOSE, Duration.ofSeconds(5));
        stage.tell("provider " + Settings.LOOSE + " hangs");
        Wanted group = new Wanted("apart-" + ++unrelated, Settings.APART, false, Server.FIRST);
        group.size = 2;
        groups.add(group);
        Instant declared = commands.declare(group);
        for (int waited = 0; waited < 100; waited++) {
            var called = stage.truth().stream()
                    .filter(it -> it.what() == Entry.What.CALLED && group.name.equals(it.group()))
                    .findFirst();
            if (called.isPresent()) {
                stage.tally.took(
                        "first call beside a hanging provider",
                        declared,
                        called.get().at());
                return;
            }
            Pause.millis(100);
        }
    }
}
