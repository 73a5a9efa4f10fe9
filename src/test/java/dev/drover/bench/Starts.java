package dev.drover.bench;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How soon Drover is ready on the embedded database of an earlier start, as it is packaged and as it is installed. */
final class Starts {
    private static final Path JAR = Path.of("target", "drover.jar").toAbsolutePath();
    private static final Pattern ADDRESS = Pattern.compile("Drover listens on (http://[^ ]+)");

    private final Table table;
    private final Rounds rounds;
    private final Path folder;

    Starts(Table table, Rounds rounds, Path folder) {
        this.table = table;
        this.rounds = rounds;
        this.folder = folder;
    }

    void measure() throws IOException {
        if (!Files.exists(JAR)) {
            System.out.println("no start is measured: " + JAR + " is not built");
            return;
        }
        Path installed = folder.resolve("installed");
        run(List.of("deploy/install.sh", installed.toString()));
        List<String> packaged = List.of(java(), "-jar", JAR.toString());
        seconds(packaged); // makes the database
        table.add(Row.of(
                "start on an existing database -> ready, java -jar", "s", "", rounds.measure(() -> seconds(packaged))));
        table.add(Row.of(
                "the same, installed with an AOT cache",
                "s",
                "<= 5",
                rounds.measure(() -> seconds(List.of(installed.resolve("drover").toString())))));
    }

    private static String java() {
        return ProcessHandle.current().info().command().orElseThrow();
    }

    private void run(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment()
                .put("JAVA_HOME", Path.of(java()).resolve("../..").normalize().toString());
        if (builder.start().onExit().join().exitValue() != 0) {
            throw new IllegalStateException(command + " failed");
        }
    }

    private double seconds(List<String> command) {
        try {
            Path output = Files.createTempFile(folder, "start", ".txt");
            long begun = System.nanoTime();
            Process drover = new ProcessBuilder(Stream.concat(
                                    command.stream(),
                                    Stream.of("--server.port=0", "--drover.data=" + folder.resolve("data")))
                            .toList())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> ready(output));
            double seconds = (System.nanoTime() - begun) / 1e9;
            drover.destroy();
            drover.onExit().join();
            return seconds;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean ready(Path output) throws IOException, InterruptedException {
        Matcher matcher = ADDRESS.matcher(Files.readString(output));
        if (!matcher.find()) {
            return false;
        }
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI readiness = URI.create(matcher.group(1) + "/actuator/health/readiness");
            return http.send(HttpRequest.newBuilder(readiness).build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        }
    }
}
