package dev.drover.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.diagnostics.FailureAnalyzedException;

/** A running Postgres, as its {@code postmaster.pid} names it. */
final class Postmaster {
    // It writes a checkpoint before it ends, which takes as long as the disk takes.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ProcessHandle process;

    private Postmaster(ProcessHandle process) {
        this.process = process;
    }

    /**
     * The Postgres that runs on this data directory, if there is one. A pid file whose process is surely another program is
     * deleted: after a restart of the machine or the container its number belongs to anybody, and Postgres would refuse to start.
     */
    static Optional<Postmaster> of(Path dataDirectory) throws IOException {
        Path file = dataDirectory.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Optional<ProcessHandle> process = pid(file).flatMap(ProcessHandle::of).filter(ProcessHandle::isAlive);
        if (process.isEmpty()) {
            return Optional.empty(); // Postgres cleans up after itself
        }
        if (isPostgresOf(dataDirectory, process.get())) {
            return process.map(Postmaster::new);
        }
        Files.delete(file);
        return Optional.empty();
    }

    private static Optional<Long> pid(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        return lines.stream()
                .findFirst()
                .map(String::strip)
                .filter(line -> line.matches("\\d{1,18}"))
                .map(Long::valueOf);
    }

    private static boolean isPostgresOf(Path dataDirectory, ProcessHandle process) {
        ProcessHandle.Info info = process.info();
        String command = info.command().orElseThrow(() -> unclear(dataDirectory, process));
        if (!Path.of(command).endsWith("postgres")) {
            return false;
        }
        String[] arguments = info.arguments().orElseThrow(() -> unclear(dataDirectory, process));
        return List.of(arguments).contains(dataDirectory.toString());
    }

    // Guessing wrong here would mean two Postgres on one data directory, or a signal to a stranger.
    private static FailureAnalyzedException unclear(Path dataDirectory, ProcessHandle process) {
        return new FailureAnalyzedException(
                "cannot tell whether process " + process.pid() + " is the Postgres of " + dataDirectory,
                "if it is, stop it; if it is not, delete " + dataDirectory.resolve("postmaster.pid"));
    }

    /** Stops it fast: open transactions are rolled back, what was committed stays. */
    void stop() throws IOException {
        // Java can only send SIGTERM, on which Postgres waits for its clients to go.
        new ProcessBuilder("sh", "-c", "kill -INT " + process.pid())
                .start()
                .onExit()
                .join();
        awaitExit();
    }

    void awaitExit() {
        try {
            process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        } catch (CompletionException tooLong) {
            throw new FailureAnalyzedException(
                    "the Postgres of an earlier Drover (process " + process.pid() + ") does not stop within "
                            + PATIENCE.toSeconds() + " s",
                    "stop it",
                    tooLong);
        }
    }
}
