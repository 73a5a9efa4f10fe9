package dev.drover.chaos;

import dev.drover.Drover;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One replica of Drover, which may die and come back. */
final class Replica {
    private static final Pattern ADDRESS = Pattern.compile("Drover listens on (http://\\S+)");
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    final String name;
    private final Java java;
    private final Path folder;
    private @Nullable Process process;
    private int starts;

    Replica(String name, Java java, Path folder) {
        this.name = name;
        this.java = java;
        this.folder = folder;
    }

    /** @param before what runs the JVM, nothing or for example faketime */
    void start(List<String> before, List<String> options, List<String> settings) throws IOException {
        starts++;
        List<String> command = new ArrayList<>(before);
        command.addAll(java.command(Drover.class.getName(), "-Xmx160m", options, settings));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output().toFile());
        builder.environment().put("MALLOC_ARENA_MAX", "2");
        builder.environment().put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        builder.environment()
                .put("FAKETIME_FORCE_MONOTONIC_FIX", "0"); // or every wait of the JVM ends at once, and it spins
        builder.environment().put("NO_FAKE_STAT", "1");
        process = builder.start();
    }

    Path output() {
        return folder.resolve("%s-%03d.log".formatted(name, starts));
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    boolean isPaused() {
        return family().anyMatch(Processes::isPaused);
    }

    void resume() {
        family().forEach(Processes::resume);
    }

    /** Its own process, and the JVM beneath it where something else runs that. */
    private Stream<ProcessHandle> family() {
        return process == null ? Stream.empty() : Stream.concat(Stream.of(process.toHandle()), process.descendants());
    }

    void kill() {
        if (process != null) {
            Processes.killFamily(process.toHandle());
        }
    }

    /** Writes what its threads are doing beside its output. */
    void dump() {
        if (isAlive() && process != null) {
            try {
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                        .toString(),
                                String.valueOf(family().reduce((first, last) -> last)
                                        .orElseThrow()
                                        .pid()),
                                "Thread.dump_to_file",
                                "-overwrite",
                                folder.resolve(name + "-threads.txt").toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .onExit()
                        .orTimeout(20, TimeUnit.SECONDS)
                        .join();
            } catch (IOException | CompletionException e) {
                // then without
            }
        }
    }

    /** Where it listens; empty until it does. */
    Optional<String> address() {
        if (!isAlive()) {
            return Optional.empty();
        }
        try {
            Matcher matcher = ADDRESS.matcher(Files.readString(output()));
            return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Asks it; empty if there was no answer. */
    Optional<Answer> send(String method, String path, String body) {
        Optional<String> address = address();
        if (address.isEmpty()) {
            return Optional.empty();
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(address.get() + path))
                .timeout(Duration.ofSeconds(15))
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
            return Optional.of(new Answer(response.statusCode(), response.body()));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** What a replica said. */
    record Answer(int status, String body) {
        boolean isDone() {
            return status >= 200 && status < 300;
        }
    }
}
