package dev.drover.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.springframework.util.FileSystemUtils;

/**
 * Plays worlds in which everything goes wrong: {@code ./mvnw -Pchaos verify -Dchaos.minutes=60}. {@code chaos.seed} is that of the
 * first world, {@code chaos.world} plays one only. A world that fails leaves its folder.
 */
public final class Chaos {
    private final Path folder;
    private final Path template;
    private final Java java;
    private final Report report;

    private Chaos(Path folder, Path template, Java java, Report report) {
        this.folder = folder;
        this.template = template;
        this.java = java;
        this.report = report;
    }

    public static void main(String[] arguments) throws IOException {
        Duration howLong = Duration.ofSeconds((long) (60 * Double.parseDouble(System.getProperty("chaos.minutes", "60"))));
        long seed = Long.getLong("chaos.seed", System.currentTimeMillis() % 1_000_000_000);
        boolean failed = run(Path.of("target", "chaos").toAbsolutePath(), howLong, seed) > 0;
        if (failed) {
            System.exit(1);
        }
    }

    /** @return how many findings there were */
    static int run(Path folder, Duration howLong, long seed) throws IOException {
        Instant until = Instant.now().plus(howLong);
        FileSystemUtils.deleteRecursively(folder);
        Files.createDirectories(folder);
        Path template = folder.resolve("template");
        Server.template(template);
        Java java = Java.in(folder);
        Report report = new Report(seed);
        Chaos chaos = new Chaos(folder, template, java, report);
        chaos.train();
        chaos.worlds(until, seed);
        report.print(folder.resolveSibling("chaos.json"));
        return report.findings();
    }

    /** The first start of Drover, of which all others profit. */
    private void train() throws IOException {
        try (Stage stage = new Stage(java, template, folder.resolve("training"), 0)) {
            java.train(stage.settings("training", Server.FIRST, Set.copyOf(Settings.PROVIDERS)));
        }
    }

    private void worlds(Instant until, long seed) throws IOException {
        Long only = Long.getLong("chaos.world");
        Random seeds = new Random(seed);
        List<Thread> players = new ArrayList<>();
        for (int i = 0; i < (only == null ? Integer.getInteger("chaos.at.once", 2) : 1); i++) {
            players.add(Thread.ofPlatform().name("world " + i).start(() -> {
                do {
                    long world;
                    synchronized (seeds) {
                        world = only == null ? seeds.nextInt(1_000_000) : only;
                    }
                    play(world);
                } while (only == null && Instant.now().plusSeconds(100).isBefore(until));
            }));
        }
        for (Thread player : players) {
            try {
                player.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void play(long seed) {
        Path place = folder.resolve("world-" + seed);
        try {
            Result result = World.play(java, template, place, seed, Duration.ofSeconds(Integer.getInteger("chaos.troubled", 40)));
            report.add(result, place);
            if (result.findings().isEmpty()) {
                FileSystemUtils.deleteRecursively(place);
            }
        } catch (IOException | RuntimeException e) {
            report.broke("world " + seed, place, e);
        }
    }
}
