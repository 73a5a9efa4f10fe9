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
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A real Drover that is told to end while its providers hang. */
class ShutdownTests {
    private static final Pattern ADDRESS = Pattern.compile("Drover listens on (http://\\S+)");

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
    void itIsNotReadyFromTheBeginningEndsWithin30sWhateverHangsAndHandsOverWhatItCannotFinish() throws Exception {
        Process drover = ChildDrover.start(
                folder,
                folder.resolve("output"),
                folder.resolve("errors"),
                ChildDrover.arguments(
                        database,
                        "--server.port=0",
                        "--drover.data=" + folder.resolve("data"),
                        "--drover.providers.stuck.type=hanging",
                        "--drover.providers.slow.type=hanging",
                        "--drover.providers.slow.settings.minds=true"));
        try {
            String address = eventually().atMost(Duration.ofMinutes(3)).until(this::announced, it -> !it.isEmpty());
            put(address + "/v1/groups/a", "stuck");
            put(address + "/v1/groups/b", "slow");
            eventually().until(() -> actions("state = 'CALLED'") == 2);
            var stream = http.sendAsync(
                    HttpRequest.newBuilder(URI.create(address + "/v1/events/stream"))
                            .build(),
                    BodyHandlers.ofString());

            long told = System.nanoTime();
            drover.destroy();
            eventually().until(() -> readiness(address) == 503);
            assertThat(drover.waitFor(30, TimeUnit.SECONDS))
                    .as("it ends within 30 s; " + Files.readString(folder.resolve("output")))
                    .isTrue();

            assertThat(Duration.ofNanos(System.nanoTime() - told)).isLessThan(Duration.ofSeconds(30));
            assertThat(stream).as("the stream of events has ended").succeedsWithin(Duration.ofSeconds(1));
            assertThat(actions("state = 'UNKNOWN' and provider = 'slow'"))
                    .as("handed over")
                    .isEqualTo(1);
            assertThat(actions("state = 'CALLED' and provider = 'stuck'"))
                    .as("left to its deadline")
                    .isEqualTo(1);
            assertThat(Files.readString(folder.resolve("output"))).doesNotContain("\tat ", "ERROR");
            assertThat(Files.readString(folder.resolve("errors"))).doesNotContain("\tat ");
        } finally {
            ChildDrover.kill(drover);
        }
    }

    private int readiness(String address) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(URI.create(address + "/actuator/health/readiness"))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    private long actions(String which) {
        return sql.sql("select count(*) from action where kind = 'PROVISION' and " + which)
                .query(Long.class)
                .single();
    }

    private void put(String uri, String provider) throws IOException, InterruptedException {
        var answer = http.send(
                HttpRequest.newBuilder(URI.create(uri))
                        .header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofString("""
                                {"allocation": {"size": 1}, "instance": {"provider": "%s"}}
                                """.formatted(provider)))
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer::body).isEqualTo(201);
    }

    private String announced() throws IOException {
        Matcher matcher = ADDRESS.matcher(Files.readString(folder.resolve("output")));
        return matcher.find() ? matcher.group(1) : "";
    }
}
