package dev.drover.startup;

import dev.drover.Drover;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** The real application in a JVM of its own. */
public final class ChildDrover {
    private ChildDrover() {}

    /** Starts it in {@code folder}, with its output in the two files. */
    public static Process start(Path folder, Path output, Path errors, String... arguments) throws IOException {
        Stream<String> java = Stream.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Drover.class.getName());
        return new ProcessBuilder(Stream.concat(java, Stream.of(arguments)).toList())
                .directory(folder.toFile())
                .redirectError(errors.toFile())
                .redirectOutput(output.toFile())
                .start();
    }

    /** The arguments that make it use this database. */
    public static String[] arguments(JdbcConnectionDetails database, String... more) {
        List<String> arguments = List.of(
                "--spring.datasource.url=" + database.getJdbcUrl(),
                "--spring.datasource.username=" + database.getUsername(),
                "--spring.datasource.password=" + database.getPassword());
        return Stream.concat(arguments.stream(), Stream.of(more)).toArray(String[]::new);
    }

    /** Ends it as the power does. */
    public static void kill(Process drover) throws InterruptedException {
        drover.destroyForcibly();
        if (!drover.waitFor(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("it survived a kill -9");
        }
    }
}
