package dev.drover.chaos;

import dev.drover.Drover;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * How the JVMs of a run are started. Restarts are most of what a run costs, so that all share one archive of loaded classes, for
 * which folders on the class path have to become jars.
 */
final class Java {
    private final Path folder;
    private final String classPath;

    private Java(Path folder, String classPath) {
        this.folder = folder;
        this.classPath = classPath;
    }

    static Java in(Path folder) throws IOException {
        List<String> parts = new ArrayList<>();
        for (String part : System.getProperty("java.class.path").split(":", -1)) {
            Path path = Path.of(part).toAbsolutePath();
            if (part.isEmpty()) {
                continue; // a colon at the end, as Surefire has it, would mean the folder that everything here is in
            }
            if (Files.isDirectory(path)) {
                Path jar = folder.resolve("classes-" + parts.size() + ".jar");
                pack(path, jar);
                parts.add(jar.toString());
            } else if (Files.exists(path) && part.endsWith(".jar")) {
                parts.add(path.toString());
            }
        }
        return new Java(folder, String.join(":", parts));
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream packed = new JarOutputStream(file);
                Stream<Path> files = Files.walk(classes)) {
            packed.setLevel(0);
            for (Path path : files.sorted().toList()) {
                String name = classes.relativize(path).toString();
                if (!name.isEmpty()) {
                    packed.putNextEntry(new JarEntry(Files.isDirectory(path) ? name + "/" : name));
                    if (!Files.isDirectory(path)) {
                        Files.copy(path, packed);
                    }
                    packed.closeEntry();
                }
            }
        }
    }

    /** The command that runs this class. */
    List<String> command(String main, String memory, List<String> options, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                memory,
                "--enable-native-access=ALL-UNNAMED"));
        Path archive = archive(main);
        if (Files.exists(archive)) {
            command.add("-XX:AOTCache=" + archive);
            command.addAll(List.of("-Xlog:disable", "-Xlog:all=error:stderr"));
        }
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main));
        command.addAll(arguments);
        return command;
    }

    private Path archive(String main) {
        return folder.resolve(main.substring(main.lastIndexOf('.') + 1) + ".aot");
    }

    /** Keeps what the JVM loads to start Drover. */
    void train(List<String> arguments) throws IOException {
        Path log = folder.resolve("training.log");
        List<String> command = command(
                Drover.class.getName(),
                "-Xmx256m",
                List.of("-XX:AOTCacheOutput=" + archive(Drover.class.getName())),
                arguments);
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            while (process.isAlive() && !Files.readString(log).contains("Drover listens on")) {
                Pause.millis(100);
            }
            Pause.millis(2000);
            process.destroy();
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
