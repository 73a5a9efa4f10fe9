package dev.drover.application;

import static dev.drover.application.Groups.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.TestPostgres;
import dev.drover.provider.infrakit.plugin.PluginProcess;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** A Drover that starts while the plugin that its groups use is away. */
class InfrakitRestartTests {
    private static final Pattern ADDRESS = Pattern.compile("Drover listens on (http://\\S+)");

    @TempDir
    private Path folder;

    private final JdbcConnectionDetails database = TestPostgres.freshConnection();
    private int starts;

    @Test
    void whatGroupsUseIsKnownAfterARestartThoughItsPluginIsAway() throws Exception {
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        try (PluginProcess plugin = new PluginProcess(plugins, "cloud", folder.resolve("state")).start();
                PluginProcess unused = new PluginProcess(plugins, "unused", folder.resolve("unused")).start()) {
            Process first = start(plugins);
            try {
                String address = address();
                assertThat(send(HttpRequest.newBuilder(URI.create(address + "/v1/groups/web"))
                                .header("Content-Type", "application/json")
                                .PUT(BodyPublishers.ofString("""
                                        {"allocation": {"size": 2}, "update": {"minReady": "1s"},
                                         "instance": {"provider": "cloud/compute", "properties": {"image": "v1"}},
                                         "flavor": {"provider": "cloud", "properties": {"Init": ["echo hello"]}}}
                                        """))))
                        .contains("\"change\":\"revision\"");
                assertThat(get(address + "/v1/groups/web/wait?timeout=60s")).contains("\"reached\":\"converged\"");
            } finally {
                ChildDrover.kill(first);
            }
            plugin.kill();
            unused.kill();

            Process second = start(plugins);
            try {
                String address = address();
                String provider = address + "/v1/providers/cloud%2Fcompute";
                assertThat(get(provider))
                        .contains(
                                "\"status\":\"failing\"",
                                "\"reachable\":false",
                                plugin.socket().toString());
                assertThat(get(address + "/v1/flavors")).contains("\"cloud\"").doesNotContain("unused");
                eventually().until(() -> get(provider).contains("so that Instance.DescribeInstances was not sent"));
                assertThat(get(address + "/v1/groups/web/events")).doesNotContain("InstanceMissing", "MemberLeaving");

                plugin.start();
                eventually()
                        .until(() ->
                                get(provider).contains("\"status\":\"ok\",\"reason\":\"the last listing was whole\""));
                eventually()
                        .until(() ->
                                get(address + "/v1/groups/web/wait?timeout=10s").contains("\"reached\":\"converged\""));
                assertThat(get(address + "/v1/groups/web/events")).doesNotContain("InstanceMissing", "MemberLeaving");
            } finally {
                ChildDrover.kill(second);
            }
        }
    }

    private Process start(Path plugins) throws IOException {
        starts++;
        return ChildDrover.start(
                folder,
                output(),
                folder.resolve("errors-" + starts),
                ChildDrover.arguments(
                        database,
                        "--server.port=0",
                        "--drover.replicas.says-every=100ms",
                        "--drover.replicas.dead-after=1s",
                        "--drover.work.heartbeat=500ms",
                        "--drover.infrakit.plugins=" + plugins,
                        "--drover.infrakit.look-every=200ms",
                        "--drover.infrakit.observe-every=500ms",
                        "--drover.infrakit.consistency-window=1s"));
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

    private static String get(String uri) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(uri)));
    }

    private static String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.build(), BodyHandlers.ofString()).body();
        }
    }
}
