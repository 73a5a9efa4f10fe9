package dev.drover.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What a thousand instances cost the disk: counts, not times. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"drover.data=target/test-data", "drover.providers.instant.type=instant"})
@DirtiesContext
class CommitTests {
    private static final int INSTANCES = 1000;

    @TempDir
    private static Path folder = Path.of("");

    private static @Nullable Database started;

    @LocalServerPort
    private int port = 0;

    @Autowired
    DataSource pool;

    @DynamicPropertySource
    static void useTheDurableDatabase(DynamicPropertyRegistry properties) {
        Database database = new Database(folder.resolve("postgres"));
        started = database;
        properties.add("spring.datasource.url", database::url);
        properties.add("spring.datasource.username", () -> "postgres");
        properties.add("spring.datasource.password", () -> "postgres");
    }

    @Test
    void aThousandInstancesAreAHundredAndFiftyCommitsAndEightyFsyncsAtMost() throws Exception {
        Database database = database();
        await().until(() -> database.number("select count(*) from observation where provider = 'instant'") == 1);
        long commits = database.written();
        long fsyncs = fsyncs();

        make("thousand");

        assertThat(database.written() - commits).isLessThanOrEqualTo((long) (INSTANCES * 0.15));
        assertThat(fsyncs() - fsyncs).isLessThanOrEqualTo(80);
    }

    /** What the server remembers is the time when nothing was open, and when there was no such group. */
    @Test
    void whatTheServerRemembersOfTheTablesDoesNotMultiplyTheWork() throws Exception {
        make("remembered");
        database().sql().sql("analyze").update();
        long read = rowsRead();

        make("grown");

        assertThat(rowsRead() - read).isLessThanOrEqualTo(INSTANCES * 150L);
    }

    private void make(String group) throws Exception {
        declare(group);
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> database()
                                .number(
                                        "select count(*) from member m join fleet_group g on g.id = m.group_id where m.state = 'RUNNING' and g.name = '"
                                                + group + "'")
                        == INSTANCES);
    }

    /** Index entries and rows that statements have looked at. */
    private long rowsRead() {
        renewBackends();
        return database().number("""
                select (select sum(idx_tup_read) from pg_stat_user_indexes)::bigint
                     + (select sum(seq_tup_read) from pg_stat_user_tables)::bigint
                """);
    }

    private static Database database() {
        return Objects.requireNonNull(started);
    }

    private long fsyncs() {
        renewBackends();
        return database().fsyncs();
    }

    /** Backends tell what they did when they end. A connection that comes back just when it is to end may stay: ask again. */
    private void renewBackends() {
        List<Integer> before = backends();
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    Objects.requireNonNull(((HikariDataSource) pool).getHikariPoolMXBean())
                            .softEvictConnections();
                    return Collections.disjoint(before, backends());
                });
    }

    private static List<Integer> backends() {
        return database().sql().sql("""
                        select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()
                        """).query(Integer.class).list();
    }

    private void declare(String group) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/groups/" + group))
                    .header("Content-Type", "application/json")
                    .PUT(BodyPublishers.ofString("""
                            {"allocation": {"size": %d}, "instance": {"provider": "instant"}}
                            """.formatted(INSTANCES)))
                    .build();
            assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(201);
        }
    }
}
