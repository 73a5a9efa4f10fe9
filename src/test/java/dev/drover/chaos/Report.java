package dev.drover.chaos;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a run says at its end, to people and in a file. */
final class Report {
    private final long seed;
    private final Instant begun = Instant.now();
    private final Tally all = new Tally();
    private final List<String> played = new ArrayList<>();
    private final Map<String, List<Finding>> found = new LinkedHashMap<>();
    private int findings;
    private String points = "";

    Report(long seed) {
        this.seed = seed;
    }

    synchronized int findings() {
        return findings;
    }

    synchronized void points(String summary) {
        points = summary;
        System.out.println(summary);
    }

    /** Takes it in, and tells at once what it found. */
    synchronized void add(Result result, Path place) {
        all.add(result.tally());
        played.add(result.name());
        int faults =
                result.tally().faults().values().stream().mapToInt(it -> it).sum();
        System.out.printf(
                "%s: %d faults, %d findings, %s %s%n",
                result.name(),
                faults,
                result.findings().size(),
                result.tally().counts(),
                result.tally().seconds());
        if (!result.findings().isEmpty()) {
            findings += result.findings().size();
            found.put(result.name(), result.findings());
            result.findings().forEach(it -> System.out.println("  VIOLATED " + it.invariant() + ": " + it.what()));
            write(place.resolve("story.txt"), String.join("\n", story(result)));
            System.out.println("  its story: " + place.resolve("story.txt"));
        }
    }

    private static List<String> story(Result result) {
        List<String> lines = new ArrayList<>();
        lines.add(result.name());
        result.findings().forEach(it -> lines.add("VIOLATED " + it));
        lines.addAll(result.story());
        return lines;
    }

    synchronized void broke(String name, Path place, Exception e) {
        findings++;
        found.put(name, List.of(new Finding("harness", String.valueOf(e), "")));
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        System.out.println(name + " broke (" + place + "): " + trace);
    }

    synchronized void print(Path file) throws IOException {
        StringBuilder text = new StringBuilder("\nfault                              injected\n");
        for (Fault fault : Fault.values()) {
            text.append("%-34s %8d%s%n"
                    .formatted(
                            fault,
                            all.faults().getOrDefault(fault, 0),
                            fault == Fault.REPLICA_CLOCK_OFF && !Faketime.isHere()
                                    ? "  not injected: no faketime here"
                                    : ""));
        }
        int sum = all.faults().values().stream().mapToInt(it -> it).sum();
        text.append("%-34s %8d%n%n".formatted("all", sum));
        all.counts().forEach((what, many) -> text.append("%-50s %8d%n".formatted(what, many)));
        for (String what : List.of("lost", "wrongly destroyed")) {
            if (!all.counts().containsKey(what)) {
                text.append("%-50s %8d%n".formatted(what, 0));
            }
        }
        all.seconds()
                .forEach((what, seconds) -> text.append("%-40s median %6.1f s, greatest %6.1f s, n=%d%n"
                        .formatted(what, seconds.get(seconds.size() / 2), seconds.getLast(), seconds.size())));
        text.append("%n%s%n".formatted(points));
        text.append("%d worlds, seed %d, %d min; %d findings%n"
                .formatted(
                        played.size(),
                        seed,
                        Duration.between(begun, Instant.now()).toMinutes(),
                        findings));
        System.out.println(text);
        write(file.resolveSibling("chaos.txt"), text.toString());
        write(
                file,
                Wire.JSON
                        .writerWithDefaultPrettyPrinter()
                        .writeValueAsString(new Document(
                                begun, seed, points, played, all.faults(), sum, all.counts(), all.seconds(), found)));
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Document(
            Instant begun,
            long seed,
            String points,
            List<String> worlds,
            Map<Fault, Integer> faults,
            int allFaults,
            Map<String, Integer> counts,
            Map<String, List<Double>> seconds,
            Map<String, List<Finding>> findings) {}
}
