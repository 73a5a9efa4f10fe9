package dev.drover.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How long what a dead replica was running waits for another one. */
final class Takeover {
    private static final String PICKED = """
            select 'passes', task_name, task_instance, picked_by, version from scheduled_passes where picked
            union all
            select 'calls', task_name, task_instance, picked_by, version from scheduled_calls where picked
            """;
    private static final int PATIENCE_MILLIS = 40_000;

    private final Stage stage;
    private final String database;
    private final String name;

    /** @param name under which it is counted */
    Takeover(Stage stage, String database, String name) {
        this.stage = stage;
        this.database = database;
        this.name = name;
    }

    /** What the living were running at this moment is over soon; the rest is what was taken over. */
    Thread watch() {
        Instant died = Instant.now();
        return Thread.ofVirtual().name("takeover").start(() -> {
            Set<List<String>> picked = new HashSet<>(stage.rows(database, PICKED));
            if (picked.isEmpty()) {
                return;
            }
            for (int waited = 0; waited < PATIENCE_MILLIS; waited += 100) {
                List<List<String>> now = stage.rows(database, PICKED);
                if (!now.isEmpty() || !stage.rows(database, "select 1").isEmpty()) {
                    picked.retainAll(now);
                    if (picked.isEmpty()) {
                        stage.tally.took(name, died, Instant.now());
                        return;
                    }
                }
                Pause.millis(100);
            }
            stage.tell("not taken over: " + picked);
            stage.tally.took(name, Duration.ofMillis(PATIENCE_MILLIS));
        });
    }
}
