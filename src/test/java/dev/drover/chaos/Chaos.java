package dev.drover.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.springframework.util.FileSystemUtils;

/**
 * Plays worlds in which everything goes wrong: {@code ./mvnw -Pchaos verify -Dchaos.minutes=60}. {@code chaos.seed} is that of the
 * first world, {@code chaos.world} plays one only. {@code chaos.only} plays {@code deaths} or {@code worlds}, {@code chaos.points.skip}
 * leaves out the first points of each act that a shorter run has played. A world that fails leaves its folder.
 */
public final class Chaos {
    private final Path folder;
    private final Server.Template template;
    private final Java java;
    private final Report report;

    private Chaos(Path folder, Server.Template template, Java java, Report report) {
        this.folder = folder;
        this.template = template;
        this.java = java;
        this.report = report;
    }

    public static void main(String[] arguments) throws IOException {
        Duration howLong =
                Duration.ofSeconds((long) (60 * Double.parseDouble(System.getProperty("chaos.minutes", "60"))));
        long seed = Long.getLong("chaos.seed", System.currentTimeMillis() % 1_000_000_000);
        boolean failed = run(Path.of("target", "chaos").toAbsolutePath(), howLong, seed) > 0;
        if (failed) {
            System.exit(1);
        }
    }

    /** Plays for so long, prints the table, and answers how many findings there were. */
    static int run(Path folder, Duration howLong, long seed) throws IOException {
        Instant until = Instant.now().plus(howLong);
        FileSystemUtils.deleteRecursively(folder);
        Files.createDirectories(folder);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly)));
        Server.Template template = Server.Template.make(folder.resolve("template"));
        Java java = Java.in(folder);
        Report report = new Report(seed);
        Chaos chaos = new Chaos(folder, template, java, report);
        chaos.train();
        String only = System.getProperty("chaos.only", "");
        if (!only.equals("worlds")) {
            chaos.deaths(
                    only.equals("deaths")
                            ? until
                            : Instant.now().plus(howLong.multipliedBy(9).dividedBy(20)));
        }
        if (!only.equals("deaths")) {
            chaos.worlds(until, seed);
        }
        report.print(folder.resolveSibling("chaos.json"));
        return report.findings();
    }

    /** The first start of Drover, of which all others profit. */
    private void train() throws IOException {
        try (Stage stage = new Stage(java, template, folder.resolve("training"), 0)) {
            java.train(stage.settings("training", Server.FIRST, Set.copyOf(Settings.PROVIDERS)));
        }
    }

    /** Every point of a story, shared by several stages. */
    private void deaths(Instant until) throws IOException {
        int kills = Math.clamp(Duration.between(Instant.now(), until).toMinutes(), 1, 12);
        Path takeovers = folder.resolve("takeovers");
        Thread beside = Thread.ofPlatform()
                .start(() ->
                        play("takeovers", takeovers, () -> Takeovers.play(java, template, takeovers, kills, until)));
        Points points = new Points(
                Deaths.count(java, template, folder.resolve("count")), Integer.getInteger("chaos.points.skip", 0));
        atOnce(number -> {
            Path place = folder.resolve("deaths-" + number);
            play("deaths " + number, place, () -> Deaths.play(java, template, place, points, until));
        });
        report.points(points.summary());
        await(beside);
    }

    private void worlds(Instant until, long seed) throws IOException {
        Long only = Long.getLong("chaos.world");
        if (only != null) {
            world(only);
            return;
        }
        Random seeds = new Random(seed);
        atOnce(number -> {
            do {
                long world;
                synchronized (seeds) {
                    world = seeds.nextInt(1_000_000);
                }
                world(world);
            } while (Instant.now().plusSeconds(100).isBefore(until));
        });
    }

    private void world(long seed) {
        Path place = folder.resolve("world-" + seed);
        Duration troubled = Duration.ofSeconds(Integer.getInteger("chaos.troubled", 40));
        play("world " + seed, place, () -> World.play(java, template, place, seed, troubled));
    }

    /** Most of the time is spent waiting, so that several go on at once. */
    private static void atOnce(IntConsumer player) {
        List<Thread> players = IntStream.range(0, Integer.getInteger("chaos.at.once", 2))
                .mapToObj(number -> Thread.ofPlatform().start(() -> player.accept(number)))
                .toList();
        players.forEach(Chaos::await);
    }

    private static void await(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the run was interrupted", e);
        }
    }

    private void play(String name, Path place, Play play) {
        try {
            Result result = play.play();
            report.add(result, place);
            if (result.findings().isEmpty()) {
                FileSystemUtils.deleteRecursively(place);
            }
        } catch (IOException | RuntimeException e) {
            report.broke(name, place, e);
        }
    }

    @FunctionalInterface
    private interface Play {
        Result play() throws IOException;
    }
}
