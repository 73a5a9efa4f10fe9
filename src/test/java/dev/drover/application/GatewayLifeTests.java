package dev.drover.application;

import static dev.drover.application.Groups.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.TestPostgres;
import dev.drover.startup.ChildDrover;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** What a real Drover leaves in the plugin directory when it begins, ends, and dies. */
class GatewayLifeTests {
    private static final String LEADER = "{\"jsonrpc\":\"2.0\",\"method\":\"Manager.IsLeader\",\"params\":{},\"id\":1}";

    @TempDir
    Path folder;

    private final JdbcConnectionDetails database = TestPostgres.freshConnection();
    private final List<Process> started = new ArrayList<>();
    private Path plugins = Path.of(".");

    @BeforeEach
    void directory() throws IOException {
        plugins = Files.createTempDirectory("drover"); // a unix socket's path is short
    }

    @AfterEach
    void end() throws Exception {
        for (Process each : started) {
            ChildDrover.kill(each);
        }
    }

    @Test
    void aSocketIsTakenOverFromTheDeadNeverFromTheLivingAndGoneInTheEnd() throws Exception {
        Path socket = plugins.resolve("group");
        ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        dead.bind(UnixDomainSocketAddress.of(socket));
        dead.close();
        Process first = start("first");
        GatewayCalls plugin = new GatewayCalls(socket);
        assertThat(plugin.result("Manager.IsLeader", "{}").path("Leader").asBoolean())
                .isTrue();

        Process second = begin("second");
        assertThat(second.waitFor(90, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(folder.resolve("second-errors")))
                .isEqualTo("Drover does not start: the plugin directory has another plugin 'group': " + socket
                        + "; stop it, or set drover.infrakit.gateway.name to another name; if nobody answers there, delete"
                        + " that file.\n");
        assertThat(plugin.result("Manager.IsLeader", "{}").path("Leader").asBoolean())
                .isTrue();

        first.destroy();
        assertThat(first.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(plugins).isEmptyDirectory();
        assertThat(Files.readString(folder.resolve("first-output"))).doesNotContain("\tat ", "ERROR");
    }

    @Test
    void aListenFileHoldsTheUrlWhileSomebodyAnswersThereAndIsGoneInTheEnd() throws Exception {
        Path listen = plugins.resolve("group.listen");
        Files.writeString(listen, "http://127.0.0.1:1/infrakit/group");
        Process drover = start("first", "--drover.infrakit.gateway.entry=listen");

        String url = Files.readString(listen);
        assertThat(url).matches("http://127\\.0\\.0\\.1:[0-9]+/infrakit/group");
        try (HttpClient http = HttpClient.newHttpClient()) {
            assertThat(http.send(
                                    HttpRequest.newBuilder(URI.create(url))
                                            .header("Content-Type", "application/json")
                                            .POST(BodyPublishers.ofString(LEADER))
                                            .build(),
                                    BodyHandlers.ofString())
                            .body())
                    .isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":{\"Leader\":true},\"id\":1}");
        }
        try (var files = Files.list(plugins)) {
            assertThat(files).containsExactly(listen);
        }

        drover.destroy();
        assertThat(drover.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(plugins).isEmptyDirectory();
    }

    private Process start(String name, String... more) throws IOException {
        Process drover = begin(name, more);
        eventually()
                .atMost(Duration.ofMinutes(3))
                .until(() -> Files.readString(folder.resolve(name + "-output")).contains("Drover listens on"));
        return drover;
    }

    private Process begin(String name, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--drover.data=" + folder.resolve(name + "-data"),
                "--drover.infrakit.plugins=" + plugins,
                "--drover.infrakit.gateway.name=group"));
        arguments.addAll(List.of(more));
        Process drover = ChildDrover.start(
                folder,
                folder.resolve(name + "-output"),
                folder.resolve(name + "-errors"),
                ChildDrover.arguments(database, arguments.toArray(String[]::new)));
        started.add(drover);
        return drover;
    }
}
