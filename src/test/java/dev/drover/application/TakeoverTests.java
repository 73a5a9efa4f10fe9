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
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two replicas on one database, and the one dies that holds calls in memory. */
@Tag("postgres")
class TakeoverTests {
    private static final Pattern ADDRESS = Pattern.compile("Drover listens on (http://\\S+)");
    private static final int PERMITS = 4;
    private static final int SIZE = 10;

    @TempDir
    Path folder;

    private final JdbcConnectionDetails database = TestPostgres.freshConnection();
    private final JdbcClient sql = JdbcClient.create(TestPostgres.dataSource(database));
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void whatOneReplicaHeldInMemoryWhenItDiedAnotherCallsAgainAndWhatItHadNotTakenAnotherTakes() throws Exception {
        Process first = start("first");
        Process second = null;
        try {
            String address = address("first");
            put(address + "/v1/groups/web", """
                    {"allocation": {"size": %d}, "instance": {"provider": "cloud"}}
                    """.formatted(SIZE));
            eventually().until(() -> actions("state = 'CALLED'") == PERMITS);
            assertThat(actions("state = 'PLANNED'")).isEqualTo(SIZE - PERMITS);
            put(address + "/v1/providers/cloud/simulation", """
                    {"createLatency": "0s"}
                    """);

            second = start("second");
            String other = address("second");
            eventually().until(() -> actions("state = 'DONE'") == SIZE - PERMITS);
            assertThat(actions("state = 'CALLED'")).isEqualTo(PERMITS);

            ChildDrover.kill(first);
            sql.sql("update action set deadline = clock_timestamp() where state = 'CALLED'")
                    .update();
            sql.sql("update scheduled_passes set execution_time = clock_timestamp() where not picked")
                    .update();

            eventually().atMost(Duration.ofMinutes(1)).until(() -> actions("state = 'DONE'") == SIZE);
            assertThat(actions("attempts = 2")).isEqualTo(PERMITS);
            assertThat(number("select count(distinct token) from simulated_instance"))
                    .isEqualTo(SIZE)
                    .isEqualTo(number("select count(*) from simulated_instance"));
            assertThat(get(other + "/v1/groups/web/members")).contains("\"state\":\"running\"");
        } finally {
            ChildDrover.kill(first);
            if (second != null) {
                ChildDrover.kill(second);
            }
        }
    }

    private long actions(String which) {
        return number("select count(*) from action where kind = 'PROVISION' and " + which);
    }

    private long number(String query) {
        return sql.sql(query).query(Long.class).single();
    }

    private Process start(String name) throws IOException {
        return ChildDrover.start(
                folder,
                folder.resolve(name),
                folder.resolve(name + "-errors"),
                ChildDrover.arguments(
                        database,
                        "--server.port=0",
                        "--drover.data=" + folder.resolve(name + "-data"),
                        "--drover.providers.cloud.type=simulator",
                        "--drover.providers.cloud.permits=" + PERMITS,
                        "--drover.providers.cloud.settings.create-latency=10m",
                        "--drover.providers.cloud.settings.create-timeout=20m"));
    }

    private String address(String name) {
        return eventually().atMost(Duration.ofSeconds(90)).until(() -> announced(name), it -> !it.isEmpty());
    }

    private String announced(String name) throws IOException {
        Matcher matcher = ADDRESS.matcher(Files.readString(folder.resolve(name)));
        return matcher.find() ? matcher.group(1) : "";
    }

    private void put(String uri, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(uri))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(body))
                .build();
        var answer = http.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer::body).isBetween(200, 201);
    }

    private String get(String uri) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString())
                .body();
    }
}
