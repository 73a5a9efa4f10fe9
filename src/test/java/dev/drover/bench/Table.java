package dev.drover.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What was measured, for people on standard output and for programs in a file beside it. */
final class Table {
    private final Map<String, String> head;
    private final List<Row> rows = new ArrayList<>();

    Table(Map<String, String> head) {
        this.head = new LinkedHashMap<>(head);
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
