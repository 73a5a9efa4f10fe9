package dev.drover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LauncherTests {
    private static final Path CLASSES = Path.of("target/launcher");
    private static final int JAVA_8 = 52;

    @Test
    void everyJavaCanReadIt() throws IOException {
        byte[] launcher = Files.readAllBytes(CLASSES.resolve("dev/drover/Launcher.class"));

        assertThat(launcher[6] << 8 | launcher[7]).isEqualTo(JAVA_8);
    }

    @Test
    void anOldJavaIsToldSo() throws Exception {
        Optional<Path> old = olderJavaBesideThisOne();
        assumeThat(old).as("an older Java on this machine").isPresent();

        Process launcher = new ProcessBuilder(
                        old.orElseThrow().toString(), "-cp", CLASSES.toString(), "dev.drover.Launcher")
                .redirectErrorStream(true)
                .start();
        String said = new String(launcher.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(said).startsWith("Drover does not start: it needs Java 25 or newer, and this is Java ");
        assertThat(said.lines()).hasSize(1);
        assertThat(launcher.waitFor()).isEqualTo(1);
    }

    private static Optional<Path> olderJavaBesideThisOne() throws IOException {
        try (Stream<Path> homes = Files.list(Path.of(System.getProperty("java.home"), ".."))) {
            return homes.filter(LauncherTests::isOlder)
                    .map(home -> home.resolve("bin/java"))
                    .filter(Files::isExecutable)
                    .findFirst();
        }
    }

    private static boolean isOlder(Path home) {
        try {
            String release = Files.readString(home.resolve("release"));
            return Pattern.compile("JAVA_VERSION=\"(1\\.|[0-9]\\.|1[0-9]|2[0-4])")
                    .matcher(release)
                    .find();
        } catch (IOException noJava) {
            return false;
        }
    }
}
