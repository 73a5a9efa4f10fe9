package dev.drover.application;

import static dev.drover.application.Groups.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.drover.TestPostgres;
import dev.drover.startup.ChildDrover;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Those who follow with curl, and with the script in {@code deploy}, while Drover is killed and started again. */
class FollowEventsTests {
    private static final Path SCRIPT = Path.of("deploy/follow-events.sh").toAbsolutePath();
    private static final Pattern ID = Pattern.compile("id: (\\S+)");

    @TempDir
    Path folder;

    private final JdbcConnectionDetails database = TestPostgres.freshConnection();
    private final JdbcClient jdbc = JdbcClient.create(TestPostgres.dataSource(database));
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Process> started = new ArrayList<>();
    private int port;

    @BeforeEach
    void chooseAPort() throws IOException {
        assumeThat(Path.of("/usr/bin/curl")).as("curl").exists();
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
    }

    @AfterEach
    void endAll() throws InterruptedException {
        for (Process process : started.reversed()) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            ChildDrover.kill(process);
        }
        http.close();
    }

    @Test
    void everythingIsSeenOnceOverAKillAndAStart() throws Exception {
        Process drover = drover();
        Process curl = curl("first", "0.0");
        script(
                "script",
                Map.of(
                        "LAST_EVENT_ID",
                        "0.0",
                        "DROVER_POSITION",
                        file("position").toString()));
        scale("PUT", "", spec(2), 201);
        await("InstanceProvisioned", "first");
        scale("POST", "/scale", "{\"size\": 5}", 200);
        ChildDrover.kill(drover);
        assertThat(curl.waitFor(30, TimeUnit.SECONDS)).isTrue();
        jdbc.sql(
                        "insert into event (type, at, message) select 'ConditionRaised', now(), 'from another replica' from generate_series(1, 700)")
                .update();

        Process second = drover();
        List<String> before = seen("first");
        curl("second", before.getLast());
        scale("POST", "/scale", "{\"size\": 1}", 200);
        scale("DELETE", "", "", 202);
        await("GroupDeleted", "second");
        await("GroupDeleted", "script");

        List<String> stored = jdbc.sql("select tx || '.' || id from event order by event.tx, event.id")
                .query(String.class)
                .list();
        List<String> both =
                Stream.concat(before.stream(), seen("second").stream()).toList();
        assertThat(stored).hasSizeGreaterThan(700);
        assertThat(both).isEqualTo(stored.subList(0, both.size())).doesNotHaveDuplicates();
        List<String> printed = Files.readAllLines(file("script")).stream()
                .map(it -> JsonMapper.shared().readTree(it).path("id").asString())
                .toList();
        assertThat(printed).isEqualTo(stored.subList(0, printed.size())).hasSizeGreaterThan(700);

        long stopping = System.nanoTime();
        second.destroy();
        assertThat(second.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - stopping))
                .as("the stop while two follow")
                .isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void theScriptSaysWhyItCannotGoOn() throws Exception {
        drover();
        Process script = script("refused", Map.of("LAST_EVENT_ID", "999999999999.1"));
        assertThat(script.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(script.exitValue()).isEqualTo(1);
        assertThat(Files.readString(file("refused.errors"))).contains("410", "/problems/gone", "999999999999.1");
        assertThat(file("refused")).isEmptyFile();
    }

    private Process drover() throws Exception {
        Process drover = ChildDrover.start(
                folder,
                file("drover"),
                file("drover.errors"),
                ChildDrover.arguments(database, "--server.port=" + port, "--drover.data=" + folder.resolve("data")));
        started.add(drover);
        eventually()
                .atMost(Duration.ofSeconds(90))
                .until(() -> Files.readString(file("drover")).contains("Drover listens on"));
        return drover;
    }

    private Process curl(String name, String last) throws IOException {
        return run(name, Map.of(), "curl", "-sN", "-H", "Last-Event-ID: " + last, address("/v1/events/stream"));
    }

    private Process script(String name, Map<String, String> environment) throws IOException {
        return run(name, environment, "bash", SCRIPT.toString());
    }

    private Process run(String name, Map<String, String> environment, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(file(name).toFile())
                .redirectError(file(name + ".errors").toFile());
        builder.environment().putAll(environment);
        builder.environment().put("DROVER_URL", address(""));
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    private String address(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    /** The ids of events of which curl has got the whole, as a client would count them. */
    private List<String> seen(String name) throws IOException {
        String text = Files.readString(file(name));
        return Stream.of(text.substring(0, text.lastIndexOf("\n\n") + 2).split("\n\n"))
                .filter(it -> it.contains("data: "))
                .map(it -> ID.matcher(it))
                .filter(it -> it.find())
                .map(it -> Objects.requireNonNull(it.group(1)))
                .toList();
    }

    private void await(String type, String name) {
        eventually().until(() -> Files.readString(file(name)).contains(type));
    }

    private static String spec(int size) {
        return """
                {"allocation": {"size": %d}, "instance": {"provider": "process", "properties": {"command": ["sleep", "120"]}}}
                """.formatted(size);
    }

    private void scale(String method, String path, String body, int status) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address("/v1/groups/web" + path)))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(status);
    }
}
