package dev.drover.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Two replicas with production's heartbeats: one after the other is killed in the middle of a rollout. */
final class Takeovers {
    private static final Duration HEARTBEAT = Duration.ofSeconds(3);
    /** What was promised. */
    private static final double LIMIT_SECONDS = 25;

    private final Stage stage;
    private final Crew crew;
    private final Commands commands;
    private final Wanted group = new Wanted("web-1", Settings.LOOSE, false, Server.FIRST);

    private Takeovers(Stage stage, Crew crew) {
        this.stage = stage;
        this.crew = crew;
        this.commands = new Commands(stage, crew);
    }

    static Result play(Java java, Server.Template template, Path folder, int kills, Instant until) throws IOException {
        try (Stage stage = new Stage(java, template, folder, 1);
                Crew crew = new Crew(stage, 1, HEARTBEAT, true)) {
            crew.join("a", List.of());
            crew.join("b", List.of());
            return new Takeovers(stage, crew).play(kills, until);
        }
    }

    private Result play(int kills, Instant until) {
        List<Finding> findings = new ArrayList<>();
        group.size = 4;
        for (int i = 0; i <= kills && findings.isEmpty() && Instant.now().isBefore(until); i++) {
            group.version++;
            commands.declare(group);
            if (i > 0) {
                Pause.millis(i * 300L % 2000);
                crew.killOne();
            }
            findings.addAll(await());
        }
        stage.tally.seconds().forEach((what, seconds) -> {
            if (what.startsWith("takeover") && seconds.getLast() > LIMIT_SECONDS) {
                findings.add(new Finding("takeover", what + " took " + seconds.getLast() + " s", ""));
            }
        });
        Truth.of(stage.truth(), Map.of(), List.of(), stage.tally);
        return new Result("takeovers", stage.tally, findings, findings.isEmpty() ? List.of() : stage.story());
    }

    private List<Finding> await() {
        Verdict verdict = new Verdict(stage, List.of(group), List.of(), commands.forbidden());
        Instant patience = Instant.now().plusSeconds(180);
        while (!(verdict.reached() && crew.allListen())) {
            if (Instant.now().isAfter(patience)) {
                return verdict.find();
            }
            Pause.millis(200);
        }
        return verdict.find();
    }
}
