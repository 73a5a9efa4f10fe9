package dev.drover.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What was measured, for people on standard output and for programs in a file beside it. */
final class Table {
    private final Map<String, String> head = new LinkedHashMap<>();
    private final List<Row> rows = new ArrayList<>();

    /** Says where, on what and how it was measured. */
    void head(Database database, Rounds rounds) {
        head.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        head.put("machine", Machine.processors() + ", " + Machine.memory() + ", " + Machine.system());
        head.put("load", Machine.load() + " (1, 5, 15 minutes, before the first round)");
        head.put("jdk", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        head.put(
                "jvm options",
                String.join(" ", Service.JVM) + "; for the idle fleet " + String.join(" ", Service.SMALL_JVM));
        head.put("postgres", database.version() + " on the same machine; " + database.durability());
        head.put("drover", "permits 64 for each provider; durable tables in that Postgres");
        head.put("rounds", rounds.measured() + " after " + rounds.warmUp() + " to warm up; median, least and greatest");
    }

    Row last() {
        return rows.getLast();
    }

    /** Adds a row, and shows it at once. */
    void add(Row row) {
        rows.add(row);
        System.out.println(row.line());
    }

    void print(Path file) {
        StringBuilder text = new StringBuilder("\n");
        head.forEach((key, value) -> text.append("%-12s %s%n".formatted(key, value)));
        text.append("%nwhat %62s median %-9s %12s .. %-10s rounds  goal%n".formatted("", "", "least", "greatest"));
        rows.forEach(it -> text.append(it.line()).append('\n'));
        System.out.println(text);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(
                    file,
                    JsonMapper.builder()
                            .build()
                            .writerWithDefaultPrettyPrinter()
                            .writeValueAsString(new Document(head, rows)));
            Files.writeString(file.resolveSibling("bench.txt"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Document(Map<String, String> head, List<Row> rows) {}
}
