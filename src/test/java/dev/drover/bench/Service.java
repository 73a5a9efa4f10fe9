package dev.drover.bench;

import static org.awaitility.Awaitility.await;

import dev.drover.Drover;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The real application in a JVM of its own, asked over HTTP. */
final class Service implements AutoCloseable {
    static final List<String> JVM = List.of("-Xmx1g");
    /** For a fleet that is only to be kept. */
    static final List<String> SMALL_JVM = List.of("-Xmx160m", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders");

    private static final Pattern ADDRESS = Pattern.compile("Drover listens on (http://\\S+)");

    private final Process process;
    private final String address;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Service(Process process, String address) {
        this.process = process;
        this.address = address;
    }

    /** Starts it from this class path, and waits until it listens. */
    static Service start(Path folder, Database database, List<String> jvm, String... settings) throws IOException {
        Path output = Files.createTempFile(folder, "output", ".txt");
        Stream<String> java = Stream.concat(
                Stream.concat(Stream.of(ProcessHandle.current().info().command().orElseThrow()), jvm.stream()),
                Stream.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        Drover.class.getName(),
                        "--server.port=0",
                        "--drover.data=" + folder.resolve("data"),
                        "--spring.datasource.url=" + database.url(),
                        "--spring.datasource.username=postgres",
                        "--spring.datasource.password=postgres"));
        ProcessBuilder builder = new ProcessBuilder(
                        Stream.concat(java, Stream.of(settings)).toList())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("MALLOC_ARENA_MAX", "2"); // as the installed start has it
        Process process = builder.start();
        String address = await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> announced(output), Optional::isPresent)
                .orElseThrow();
        return new Service(process, address);
    }

    private static Optional<String> announced(Path output) throws IOException {
        Matcher matcher = ADDRESS.matcher(Files.readString(output));
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** Processor time so far, in seconds. */
    double processorSeconds() {
        return Processor.of(process.pid());
    }

    /** Memory that is resident, in MiB. */
    double resident() {
        return Processor.resident(process.pid());
    }

    /** Declares a group; fails unless that is taken. */
    void put(String group, String spec) {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(address + "/v1/groups/" + group))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(spec))
                .build());
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(answer.body());
        }
    }

    void delete(String group) {
        send(HttpRequest.newBuilder(URI.create(address + "/v1/groups/" + group))
                .DELETE()
                .build());
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.close();
        process.destroy();
        process.onExit().join();
    }
}
