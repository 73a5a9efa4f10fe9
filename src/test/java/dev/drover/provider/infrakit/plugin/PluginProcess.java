package dev.drover.provider.infrakit.plugin;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The plugin as a process, started, killed and started again. */
public final class PluginProcess implements AutoCloseable {
    private final Path socket;
    private final Path directory;
    private @Nullable Process process;

    /**
     * @param plugins the plugin directory
     * @param state where the plugin keeps what it has made
     */
    public PluginProcess(Path plugins, String name, Path state) {
        this.socket = plugins.resolve(name);
        this.directory = state;
    }

    public Faults faults() {
        return new Faults(directory);
    }

    public Path socket() {
        return socket;
    }

    public PluginProcess start() {
        try {
            Files.createDirectories(directory);
            process = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            PluginProgram.class.getName(),
                            socket.toString(),
                            directory.toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            directory.resolve("plugin.log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(this::listens);
        return this;
    }

    public boolean listens() {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            return false;
        }
    }

    /** Its socket stays, as that of a plugin that was killed does. */
    public void kill() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
