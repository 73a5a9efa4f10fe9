package dev.drover.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.springframework.util.FileSystemUtils;

/** Prints how fast Drover is on this machine. {@code bench.short} makes it a quick look with fewer rounds. */
public final class Bench {
    private static final boolean SHORT = Boolean.getBoolean("bench.short");
    private static final int ROUNDS = SHORT ? 3 : 7;

    private final Table table;

    private Bench(Table table) {
        this.table = table;
    }

    public static void main(String[] only) throws IOException {
        Path folder = Files.createTempDirectory("drover-bench");
        try {
            new Bench(new Table(head())).run(folder);
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    private static Map<String, String> head() {
        return new LinkedHashMap<>();
    }

    private void run(Path folder) throws IOException {
        try (Database database = new Database(folder.resolve("postgres"));
                Service service = Service.start(
                        folder,
                        database,
                        List.of("-Xmx1g"),
                        "--drover.providers.instant.type=instant",
                        "--drover.providers.instant.observe-every=1s")) {
            creates(database, new Creates(service, database, "instant"));
        }
        table.print(Path.of("target", "bench.json"));
    }

    private void creates(Database database, Creates creates) {
        IntStream.range(0, SHORT ? 3 : 10).forEach(it -> creates.seconds(1, 1000));
        long before = database.written();
        rounds("1,000 instances declared -> all made", "ms", "", () -> creates.seconds(1, 1000) * 1000);
        System.out.println("written " + (database.written() - before) / ROUNDS);
        rounds("100 groups x 10 declared -> all made", "ms", "", () -> creates.seconds(100, 10) * 1000);
        rounds("10,000 instances declared -> all made", "ms", "", () -> creates.seconds(1, 10_000) * 1000);
    }

    private void rounds(String what, String unit, String goal, DoubleSupplier measure) {
        double[] rounds = IntStream.range(0, ROUNDS)
                .mapToDouble(it -> measure.getAsDouble())
                .toArray();
        table.add(Row.of(what, unit, goal, rounds));
    }
}
