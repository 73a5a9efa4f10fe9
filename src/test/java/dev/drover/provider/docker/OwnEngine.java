package dev.drover.provider.docker;

import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import dev.drover.provider.spi.ProviderFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.springframework.util.FileSystemUtils;

/**
 * A Docker Engine of a test's own, to be stopped and started: behind a socket in a folder, with no network but the hosts', so that it
 * disturbs no other engine. It needs root, and {@code dockerd}.
 */
public final class OwnEngine implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Path folder;
    private final DockerClient client;
    private Process process;

    private OwnEngine(Path folder) throws IOException {
        this.folder = folder;
        this.client = TestEngine.at(host(folder));
        this.process = begun();
    }

    /** Starts it with the test image. Aborts the test where that cannot be. */
    public static OwnEngine assumed(Path folder) throws IOException {
        DockerClient other = TestEngine.assumed();
        Assumptions.assumeTrue(
                Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(":", -1))
                        .anyMatch(it -> Files.isExecutable(Path.of(it, "dockerd"))),
                "needs a dockerd to start");
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "needs to be root to start a dockerd");
        OwnEngine engine = new OwnEngine(folder);
        try (InputStream image = other.saveImageCmd(TestEngine.IMAGE).exec()) {
            engine.client.loadImageCmd(image).exec();
        }
        return engine;
    }

    /** As the setting {@code host} has it. */
    public static String host(Path folder) {
        return "unix://" + folder.resolve("docker.sock");
    }

    public DockerClient client() {
        return client;
    }

    /** Ends it as the system does. Its containers end with it. */
    public void stop() {
        process.destroy();
        ended();
    }

    /** Ends it as a crash does. */
    public void kill() {
        process.destroyForcibly();
        ended();
    }

    public void start() throws IOException {
        process = begun();
    }

    private void ended() {
        await().atMost(PATIENCE).until(() -> !process.isAlive());
    }

    private Process begun() throws IOException {
        Files.deleteIfExists(folder.resolve("docker.pid"));
        Process begun = new ProcessBuilder(List.of(
                        // In a network of its own: an engine without a bridge would take away that of another one.
                        "unshare",
                        "--net",
                        "dockerd",
                        "--host=" + host(folder),
                        "--data-root=" + folder.resolve("data"),
                        "--exec-root=" + folder.resolve("exec"),
                        "--pidfile=" + folder.resolve("docker.pid"),
                        "--bridge=none",
                        "--iptables=false",
                        "--ip-forward=false"))
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
        Engine engine = TestEngine.engine(host(folder));
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> {
            try {
                engine.ask(it -> it.pingCmd().exec());
                return true;
            } catch (ProviderFailure e) {
                return false;
            }
        });
        return begun;
    }

    /** One that was killed has not taken its mounts away. */
    private void unmount() throws IOException {
        try {
            while (new ProcessBuilder("umount", folder.resolve("data").toString())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0) {
                // Once for each start.
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        if (process.isAlive()) {
            client.listContainersCmd()
                    .withShowAll(true)
                    .exec()
                    .forEach(it -> client.removeContainerCmd(it.getId())
                            .withForce(true)
                            .exec());
            stop();
        }
        client.close();
        unmount();
        FileSystemUtils.deleteRecursively(folder);
    }
}
