package dev.drover.application;

import static dev.drover.application.Groups.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.TestPostgres;
import dev.drover.startup.ChildDrover;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** A replica that dies between a call and the writing of its outcome, started again on the same database. */
@Tag("postgres")
class RestartTests {
    private static final Pattern ADDRESS = Pattern.compile("Drover listens on (http://\\S+)");

    @TempDir
    Path folder;

    private final JdbcConnectionDetails database = TestPostgres.freshConnection();
    private final HttpClient http = HttpClient.newHttpClient();
    /** Found in the command lines of this test's processes, and of no others. */
    private final String seconds = "600." + ThreadLocalRandom.current().nextInt(100_000, 1_000_000);

    private int starts;

    @AfterEach
    void leaveNoProcess() {
        alive().forEach(ProcessHandle::destroyForcibly);
        http.close();
    }

    @Test
    void aReplicaKilledBeforeItStoredItsOutcomesMakesEachProcessOnce() throws Exception {
        try (Connection connection = TestPostgres.dataSource(database).getConnection();
                Statement sql = connection.createStatement()) {
            holdBackOutcomes(sql);
            Process first = start();
            put(address());
            eventually().until(() -> called(sql) == 3 && alive().size() == 3);
            ChildDrover.kill(first);
            endItsTransactions(sql);
            sql.execute("select pg_advisory_unlock(1)");
            assertThat(called(sql)).as("no outcome was stored").isEqualTo(3);
            hurry(sql);

            Process second = start();
            try {
                String address = address();
                assertThat(get(address + "/v1/groups/web/wait?timeout=60s")).contains("\"reached\":\"converged\"");
                assertThat(alive()).hasSize(3);
                assertThat(Files.readAllLines(folder.resolve("starts"))).hasSize(3);
                assertThat(get(address + "/v1/groups/web/events")).contains("OutcomeUnknown", "found by its token");
                assertThat(called(sql)).isZero();
            } finally {
                ChildDrover.kill(second);
            }
        }
    }

    /** Calls are made and answered, but their outcomes wait for the lock that this connection holds. */
    private static void holdBackOutcomes(Statement sql) throws SQLException {
        sql.execute("select pg_advisory_lock(1)");
        sql.execute("""
                create function wait_for_the_test() returns trigger language plpgsql as
                    $$ begin perform pg_advisory_xact_lock_shared(1); return new; end $$
                """);
        sql.execute("""
                create trigger wait_for_the_test before update on action for each row
                    when (old.state = 'CALLED' and new.state = 'DONE') execute function wait_for_the_test()
                """);
    }

    /** A backend that waits for a lock does not see that its client has died, and would go on with what it was told. */
    private static void endItsTransactions(Statement sql) throws SQLException {
        sql.execute("""
                select pg_terminate_backend(pid, 10000) from pg_stat_activity
                 where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'
                """);
    }

    /** The timeout of the calls has passed, and everything is due. */
    private static void hurry(Statement sql) throws SQLException {
        sql.execute("update action set deadline = clock_timestamp()");
        sql.execute("update scheduled_passes set execution_time = clock_timestamp()");
        sql.execute("update scheduled_calls set execution_time = clock_timestamp()");
    }

    private static int called(Statement sql) throws SQLException {
        try (ResultSet row = sql.executeQuery("select count(*) from action where state = 'CALLED'")) {
            row.next();
            return row.getInt(1);
        }
    }

    private Process start() throws IOException {
        starts++;
        return ChildDrover.start(
                folder,
                output(),
                folder.resolve("errors"),
                ChildDrover.arguments(database, "--server.port=0", "--drover.data=" + folder.resolve("data")));
    }

    private Path output() {
        return folder.resolve("output-" + starts);
    }

    private String address() {
        return eventually().atMost(Duration.ofSeconds(90)).until(this::announced, it -> !it.isEmpty());
    }

    private String announced() throws IOException {
        Matcher matcher = ADDRESS.matcher(Files.readString(output()));
        return matcher.find() ? matcher.group(1) : "";
    }

    private void put(String address) throws IOException, InterruptedException {
        String spec = """
                {"allocation": {"size": 3}, "instance": {"provider": "process", "properties":
                  {"command": ["sh", "-c", "echo started >>%s; exec sleep %s"]}}}
                """.formatted(folder.resolve("starts"), seconds);
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/v1/groups/web"))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(spec))
                .build();
        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(201);
    }

    private String get(String uri) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString())
                .body();
    }

    private List<ProcessHandle> alive() {
        return ProcessHandle.allProcesses()
                .filter(it -> it.info()
                        .commandLine()
                        .filter(line -> line.contains("sleep " + seconds))
                        .isPresent())
                .filter(it -> it.info()
                        .command()
                        .filter(command -> !command.endsWith("sh"))
                        .isPresent())
                .toList();
    }
}
