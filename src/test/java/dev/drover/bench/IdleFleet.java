package dev.drover.bench;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a fleet costs with which all is well: processor time, listings and memory. */
final class IdleFleet {
    private static final int GROUPS = 1000;
    private static final int SIZE = 100;
    private static final Duration LISTED_EVERY = Duration.ofSeconds(10);
    /** An idle group is looked at once in this time, so that each round has all of that work in it. */
    private static final Duration ROUND = Duration.ofSeconds(60);

    private final Table table;
    private final Rounds rounds;
    private final Path folder;

    IdleFleet(Table table, Rounds rounds, Path folder) {
        this.table = table;
        this.rounds = rounds;
        this.folder = folder;
    }

    void measure(Database database) throws IOException {
        try (Service service = Service.start(
                folder,
                database,
                Service.SMALL_JVM,
                "--drover.providers.instant.type=instant",
                "--drover.providers.instant.observe-every=" + LISTED_EVERY.toSeconds() + "s")) {
            declare(service);
            await().atMost(Duration.ofMinutes(10))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> database.number("select count(*) from group_status where converged") == GROUPS);
            pause(ROUND);
            measure(service, database);
        }
    }

    private static void declare(Service service) {
        for (int i = 0; i < GROUPS; i++) {
            service.put("idle-" + i, """
                    {"allocation": {"size": %d}, "instance": {"provider": "instant"}}
                    """.formatted(SIZE));
        }
    }

    private void measure(Service service, Database database) {
        List<Double> jvm = new ArrayList<>();
        List<Double> postgres = new ArrayList<>();
        List<Double> listings = new ArrayList<>();
        for (int round = 0; round < rounds.measured(); round++) {
            double before = service.processorSeconds();
            double databaseBefore = database.processorSeconds();
            double listingsBefore = listings(database);
            pause(ROUND);
            jvm.add((service.processorSeconds() - before) / ROUND.toSeconds() * 100);
            postgres.add((database.processorSeconds() - databaseBefore) / ROUND.toSeconds() * 100);
            listings.add((listings(database) - listingsBefore) * (double) LISTED_EVERY.toSeconds() / ROUND.toSeconds());
        }
        String fleet = "idle, %,d groups x %d, ".formatted(GROUPS, SIZE);
        table.add(new Row(fleet + "JVM", "% of core", "<= 5 together", jvm));
        table.add(new Row(fleet + "Postgres", "% of core", "", postgres));
        table.add(new Row(fleet + "listings of a provider in an interval", "", "1", listings));
        table.add(Row.of(
                "memory resident with %,d members".formatted(GROUPS * SIZE), "MiB", "<= 400 MB", service.resident()));
    }

    /** Of one provider, on average: each listing writes the row of its provider once, and nothing else does. */
    private static double listings(Database database) {
        double written = database.number("select n_tup_upd from pg_stat_user_tables where relname = 'observation'");
        return written / database.number("select count(*) from observation");
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
