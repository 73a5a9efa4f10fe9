package dev.drover.chaos;

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

    Takeover(Stage stage, String database) {
        this.stage = stage;
        this.database = database;
    }

    /** What the living were running at this moment is over soon; the rest is what was taken over. */
    void watch() {
        Instant died = Instant.now();
        Thread.ofVirtual().name("takeover").start(() -> {
            Set<List<String>> picked = new HashSet<>(stage.rows(database, PICKED));
            if (picked.isEmpty()) {
                return;
            }
            for (int waited = 0; waited < PATIENCE_MILLIS; waited += 100) {
                List<List<String>> now = stage.rows(database, PICKED);
                if (!now.isEmpty() || !stage.rows(database, "select 1").isEmpty()) {
                    picked.retainAll(now);
                    if (picked.isEmpty()) {
                        stage.tally.took("takeover", died, Instant.now());
                        return;
                    }
                }
                Pause.millis(100);
            }
            stage.tell("not taken over: " + picked);
            stage.tally.count("not taken over", 1);
        });
    }
}
