package dev.drover.startup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.TestPostgres;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** Starts the real application in a JVM of its own, and reads what a person would read. */
@Tag("postgres")
class StartupFailureTests {
    @TempDir
    Path folder;

    @Test
    void aPortThatIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            assertThat(failure(database(), "--server.port=" + taken.getLocalPort()))
                    .isEqualTo("Drover does not start: port " + taken.getLocalPort()
                            + " is taken; stop the program that listens on it, or set SERVER_PORT to another one.");
        }
    }

    @Test
    void aFolderThatIsInUse() throws Exception {
        Path lock = folder.resolve("drover.lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = channel.lock()) {
            assertThat(failure("--drover.data=" + folder))
                    .isEqualTo("Drover does not start: another Drover is using " + folder
                            + "; stop it, or set DROVER_DATA to another folder.");
        }
    }

    @Test
    void aDatabaseThatIsNotThere() throws Exception {
        assertThat(failure(
                        "--spring.datasource.url=jdbc:postgresql://127.0.0.1:1/x?password=hidden",
                        "--spring.datasource.hikari.connection-timeout=500"))
                .isEqualTo("Drover does not start: the database jdbc:postgresql://127.0.0.1:1/x cannot be reached"
                        + " (Connection refused); start it, or correct SPRING_DATASOURCE_URL.");
    }

    @Test
    void aDatabaseThatANewerDroverHasMigrated() throws Exception {
        JdbcConnectionDetails database = TestPostgres.freshConnection();
        Path later = Files.createDirectories(folder.resolve("later"));
        Files.writeString(later.resolve("V9000__later.sql"), "select 1");
        Flyway.configure()
                .dataSource(TestPostgres.dataSource(database))
                .locations("classpath:db/migration", "filesystem:" + later)
                .load()
                .migrate();

        assertThat(failure(ChildDrover.arguments(database)))
                .matches(
                        "Drover does not start: the database's schema is newer than this Drover: it has version 9000,"
                                + " and this Drover knows them up to [0-9]+; start the version of Drover that migrated it, or give this one another database[.]");
    }

    @Test
    void settingsThatAreWrong() throws Exception {
        assertThat(failure("--drover.owner=A b"))
                .isEqualTo("Drover does not start: the setting drover.owner must be 1 to 63 of a-z, 0-9 and -,"
                        + " it is 'A b'; correct it and start again.");
        assertThat(failure("--drover.replicas.says-every=10s"))
                .startsWith(
                        "Drover does not start: the setting drover.replicas.dead-after-several must be at least three times");
        assertThat(failure("--server.port=http"))
                .startsWith("Drover does not start: the setting server.port has the wrong form, it is 'http'");
        assertThat(failure("--server.address=0.0.0.0"))
                .startsWith("Drover does not start: server.address is 0.0.0.0, but Drover cannot check who calls yet");
    }

    @Test
    void settingsThatAnAdapterRefuses() throws Exception {
        assertThat(failure(
                        database(),
                        "--server.port=0",
                        "--drover.providers.cloud.type=simulator",
                        "--drover.providers.cloud.settings.capacity=many"))
                .isEqualTo("Drover does not start: the setting drover.providers.cloud.settings has the wrong form"
                        + " (capacity must be a whole number, it is a string); correct it and start again.");
    }

    @Test
    void aFileThatIsNoYaml() throws Exception {
        Path file = Files.writeString(folder.resolve("mine.yaml"), "server: [\n");

        assertThat(failure("--spring.config.additional-location=file:" + file))
                .startsWith("Drover does not start: a configuration file is no YAML");
    }

    private static String[] database() {
        return ChildDrover.arguments(TestPostgres.freshConnection());
    }

    private String failure(String[] arguments, String... more) throws Exception {
        return failure(Stream.of(arguments, more).flatMap(Stream::of).toArray(String[]::new));
    }

    /** The one line that the application says before it ends with 1. */
    private String failure(String... arguments) throws Exception {
        Path errors = folder.resolve("errors");
        Path output = folder.resolve("output");
        Process drover = ChildDrover.start(folder, output, errors, arguments);
        try {
            assertThat(drover.waitFor(90, TimeUnit.SECONDS)).as("it ends").isTrue();
        } finally {
            drover.destroy(); // so that one which did start, by mistake, takes its Postgres with it
            drover.onExit().completeOnTimeout(drover, 30, TimeUnit.SECONDS).join();
            drover.destroyForcibly();
        }
        assertThat(Files.readString(output)).doesNotContain("Exception", "\tat ", "ERROR");
        List<String> lines = Files.readAllLines(errors);
        assertThat(lines).as("the standard error").hasSize(1);
        assertThat(drover.exitValue()).isEqualTo(1);
        return lines.getFirst();
    }
}
