package dev.drover.bench;

import dev.drover.provider.docker.TestEngine;
import dev.drover.provider.infrakit.plugin.PluginProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.springframework.util.FileSystemUtils;

/**
 * Prints how fast Drover is on this machine: {@code ./mvnw -Pbench verify}. What is measured is the real service in a JVM of its
 * own, asked over HTTP, on a Postgres that loses nothing. The arguments name the parts to measure; none means all.
 */
public final class Bench {
    private final Table table;
    private final Rounds rounds;
    private final Set<String> only;
    private final Path folder;

    private Bench(Table table, Rounds rounds, Set<String> only, Path folder) {
        this.table = table;
        this.rounds = rounds;
        this.only = only;
        this.folder = folder;
    }

    public static void main(String[] arguments) throws IOException {
        boolean quick = Boolean.getBoolean("bench.short");
        Path folder = Files.createTempDirectory("drover-bench");
        try {
            Rounds rounds = quick ? Rounds.QUICK : Rounds.THOROUGH;
            Table table = new Table();
            Set<String> only = Set.copyOf(
                    Arrays.stream(arguments).filter(it -> !it.isBlank()).toList());
            new Bench(table, rounds, only, folder).run();
            table.print(Path.of("target", "bench.json"));
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    private void run() throws IOException {
        try (Database database =
                new Database(Files.createDirectory(folder.resolve("busy")).resolve("postgres"))) {
            table.head(database, rounds);
            busy(database);
        }
        if (wanted("plugin")) {
            try (Database database =
                    new Database(Files.createDirectory(folder.resolve("plugin")).resolve("postgres"))) {
                plugin(database);
            }
        }
        if (wanted("idle")) {
            try (Database database =
                    new Database(Files.createDirectory(folder.resolve("idle")).resolve("postgres"))) {
                new IdleFleet(table, rounds, folder).measure(database);
            }
        }
        if (wanted("start")) {
            new Starts(table, rounds, folder).measure();
        }
    }

    private void busy(Database database) throws IOException {
        try (Service service = Service.start(
                folder,
                database,
                Service.JVM,
                "--drover.providers.instant.type=instant",
                // So that the instances of one round are gone before the next one begins.
                "--drover.providers.instant.observe-every=1s",
                "--drover.providers.stuck.type=instant",
                "--drover.providers.docker.type=docker",
                "--drover.providers.docker.settings.host=" + TestEngine.HOST)) {
            Creates creates = new Creates(service, database, "instant");
            rounds.warmUp(() -> creates.seconds(1, 1000));
            if (wanted("creates")) {
                creates(creates);
            }
            if (wanted("latency")) {
                new Latencies(table, rounds, service, database).measure();
            }
            if (wanted("kill")) {
                new Kills(table, rounds, service, database).measure();
            }
            if (wanted("docker") && TestEngine.isThere()) {
                new ContainerKills(table, rounds, service, database).measure();
            }
        }
    }

    private void creates(Creates creates) {
        List.of(new Shape(1, 1000, "rate >= 8,000/s"), new Shape(1, 10_000, "rate >= 10,000/s"), new Shape(100, 10, ""))
                .forEach(it -> table.add(Row.of(
                        it.text() + " declared -> all made",
                        "ms",
                        it.goal(),
                        rounds.measure(() -> creates.seconds(it.groups(), it.size()) * 1000))));
    }

    /** The plugin is a process of its own, and writes a file for each instance; a flavor of it prepares each. */
    private void plugin(Database database) throws IOException {
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        try (PluginProcess plugin = new PluginProcess(plugins, "cloud", folder.resolve("cloud")).start();
                Service service = Service.start(
                        folder,
                        database,
                        Service.JVM,
                        "--drover.infrakit.plugins=" + plugins,
                        "--drover.infrakit.observe-every=1s",
                        "--drover.infrakit.consistency-window=1s")) {
            Creates creates = new Creates(service, database, "cloud/compute", "cloud");
            rounds.warmUp(() -> creates.seconds(1, 1000));
            table.add(Row.of(
                    "1,000 instances over a plugin's unix socket, with prepare",
                    "ms",
                    "",
                    rounds.measure(() -> creates.seconds(1, 1000) * 1000)));
            if (!plugin.listens()) {
                throw new IllegalStateException("the plugin has died meanwhile");
            }
        }
    }

    private boolean wanted(String part) {
        return only.isEmpty() || only.contains(part);
    }

    private record Shape(int groups, int size, String goal) {
        String text() {
            return groups == 1 ? "%,d instances".formatted(size) : "%d groups x %d".formatted(groups, size);
        }
    }
}
