package dev.drover.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drover.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

class EmbeddedDatabaseTests {
    @TempDir
    Path data;

    @Test
    void losesNothingThatItHasConfirmed() throws Exception {
        try (DataFolder folder = DataFolder.own(data);
                EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
            assertThat(query(database, "show fsync")).isEqualTo("on");
            assertThat(query(database, "show synchronous_commit")).isEqualTo("on");
            assertThat(query(database, "show full_page_writes")).isEqualTo("on");
        }
    }

    @Test
    void refusesWhoHasNoPassword() throws Exception {
        try (DataFolder folder = DataFolder.own(data);
                EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
            String url = database.connectionDetails().getJdbcUrl();

            assertThatThrownBy(() -> DriverManager.getConnection(url, "postgres", "guess"))
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void keepsItsDataOverARestart() throws Exception {
        try (DataFolder folder = DataFolder.own(data)) {
            try (EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
                execute(database, "create table kept as select 42 as answer");
            }
            assertThat(Postmaster.of(folder.postgres())).isEmpty();

            try (EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
                assertThat(query(database, "select answer from kept")).isEqualTo("42");
            }
        }
    }

    @Test
    void stopsThePostgresThatAKilledDroverLeftAndKeepsItsData() throws Exception {
        long left = leaveAPostgresBehind();

        try (DataFolder folder = DataFolder.own(data);
                EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
            assertThat(ProcessHandle.of(left).filter(ProcessHandle::isAlive)).isEmpty();
            assertThat(query(database, "select answer from kept")).isEqualTo("42");
        }
    }

    private long leaveAPostgresBehind() throws IOException {
        Process drover = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledDrover.class.getName(),
                        data.toString())
                .redirectErrorStream(true)
                .redirectOutput(data.resolve("killed.log").toFile())
                .start();
        await().atMost(Duration.ofMinutes(2)).until(() -> Files.exists(data.resolve("ready")) || !drover.isAlive());
        drover.destroyForcibly().onExit().join();
        return Long.parseLong(Files.readString(data.resolve("ready")));
    }

    static class KilledDrover {
        public static void main(String[] arguments) throws Exception {
            DataFolder folder = DataFolder.own(Path.of(arguments[0]));
            EmbeddedDatabase database = EmbeddedDatabase.start(folder);
            execute(database, "create table kept as select 42 as answer");
            Path pid = folder.postgres().resolve("postmaster.pid");
            Path ready = folder.path().resolve("ready.part");
            Files.writeString(ready, Files.readAllLines(pid).getFirst());
            Files.move(ready, folder.path().resolve("ready"));
            Thread.currentThread().join();
        }
    }

    @Test
    void aFolderHasOneOwner() {
        try (DataFolder _ = DataFolder.own(data)) {
            assertThatThrownBy(() -> DataFolder.own(data))
                    .isInstanceOfSatisfying(FailureAnalyzedException.class, failure -> {
                        assertThat(failure.analysis().getDescription()).isEqualTo("another Drover is using " + data);
                        assertThat(failure.analysis().getAction())
                                .isEqualTo("stop it, or set DROVER_DATA to another folder");
                    });
        }
        DataFolder.own(data).close();
    }

    @Test
    void aFirstStartThatWasCutShortIsBegunAgain() throws Exception {
        Files.createDirectories(data.resolve("postgres/base"));
        Files.writeString(data.resolve("postgres/postgresql.conf"), "half of it");
        Files.createDirectories(data.resolve("binaries/PG-half/bin"));

        try (DataFolder folder = DataFolder.own(data);
                EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
            assertThat(query(database, "select 1")).isEqualTo("1");
        }
        assertThat(data.resolve("binaries/PG-half")).doesNotExist();
        try (var files = Files.list(data)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .anyMatch(name -> name.startsWith("postgres.unfinished-"));
        }
    }

    @Test
    void aStrangersProcessIsNeitherStoppedNorInTheWay() throws Exception {
        Path directory = Files.createDirectories(data.resolve("postgres"));
        Path pid = Files.writeString(
                directory.resolve("postmaster.pid"), ProcessHandle.current().pid() + "\n");

        assertThat(Postmaster.of(directory)).isEqualTo(Optional.empty());
        assertThat(pid).doesNotExist();
    }

    private static String query(EmbeddedDatabase database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        }
    }

    private static void execute(EmbeddedDatabase database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection connect(EmbeddedDatabase database) throws SQLException {
        JdbcConnectionDetails details = database.connectionDetails();
        return TestPostgres.dataSource(details).getConnection();
    }
}
