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
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A Drover on the copied database of another one. */
@Tag("postgres")
class ReadOnlyTests {
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
    void aCopiedDatabaseIsReadAndNeverActs() throws Exception {
        sql.sql("insert into installation (owner, created_at) values ('theirs', clock_timestamp())")
                .update();
        sql.sql("""
                insert into fleet_group (name, state, generation, cleared_at, created_at)
                values ('web', 'ACTIVE', 1, clock_timestamp(), clock_timestamp())
                """).update();
        sql.sql("""
                insert into revision (group_id, number, digest, instance, flavor, created_at)
                select id, 1, 'd', '{"provider": "process"}', '{}', clock_timestamp() from fleet_group
                """).update();
        sql.sql("""
                insert into declaration (group_id, generation, spec, size, revision, actor, declared_at, labels_at)
                select id, 1, '{"allocation": {"size": 2}, "instance": {"provider": "process", "properties": {"command": ["sleep", "60"]}}}',
                       2, 1, 'test', clock_timestamp(), 1 from fleet_group
                """).update();
        sql.sql("""
                insert into scheduled_passes (task_name, task_instance, execution_time, picked, version)
                select 'reconcile', id::text, clock_timestamp(), false, 1 from fleet_group
                """).update();
        String before = rows();
        Process drover = start();
        try {
            String address = eventually().atMost(Duration.ofSeconds(90)).until(this::announced, it -> !it.isEmpty());

            assertThat(Files.readString(folder.resolve("output")))
                    .contains("read-only: its database belongs to the owner 'theirs', and drover.owner is 'ours'");
            assertThat(send("GET", address + "/v1/groups/web", "").body()).contains("\"name\":\"web\"");
            assertThat(send("POST", address + "/v1/groups/web/plan", "").statusCode())
                    .isNotEqualTo(503);
            assertThat(send("PUT", address + "/v1/groups/web?dryRun=true", SPEC).statusCode())
                    .isEqualTo(200);
            for (HttpResponse<String> refused : List.of(
                    send("PUT", address + "/v1/groups/web", SPEC),
                    send("DELETE", address + "/v1/groups/web", ""),
                    send("POST", address + "/v1/groups/web/scale", "{\"size\": 1}"),
                    send("POST", address + "/v1/groups/web/retry", ""),
                    send(
                            "POST",
                            address + "/v1/providers/process/instances",
                            "{\"properties\": {\"command\": [\"true\"]}}"),
                    send("DELETE", address + "/v1/providers/process/instances/a", ""))) {
                assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
                assertThat(refused.body()).contains("/problems/unavailable", "read-only", "theirs");
            }
            for (String changing : List.of(
                    "Group.SetSize\",\"params\":{\"ID\":\"web\",\"Size\":1}",
                    "Group.DestroyGroup\",\"params\":{\"ID\":\"web\"}",
                    "Group.FreeGroup\",\"params\":{\"ID\":\"web\"}",
                    "Group.DestroyInstances\",\"params\":{\"ID\":\"web\",\"Instances\":[\"a\"]}",
                    "Group.CommitGroup\",\"params\":{\"Spec\":" + THEIRS + "}",
                    "Controller.Free\",\"params\":{\"Metadata\":{\"name\":\"web\"}}",
                    "Controller.Commit\",\"params\":{\"Operation\":1,\"Spec\":{\"kind\":\"group\",\"metadata\":{\"name\":\"web\"}}}",
                    "Manager.Terminate\",\"params\":{\"Specs\":[{\"kind\":\"group\",\"metadata\":{\"name\":\"web\"}}]}",
                    "Manager.Enforce\",\"params\":{\"Specs\":[" + THEIRS + "]}")) {
                assertThat(call(address, changing)).as(changing).contains("-32000", "read-only", "theirs");
            }
            assertThat(call(address, "Group.Size\",\"params\":{\"ID\":\"web\"}"))
                    .contains("\"Size\":2");
            assertThat(call(address, "Group.CommitGroup\",\"params\":{\"Pretend\":true,\"Spec\":" + THEIRS + "}"))
                    .contains("\"Details\"");
            HttpResponse<String> ready = send("GET", address + "/actuator/health/readiness", "");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).contains("read-only", "clock");
            assertThat(send("GET", address + "/actuator/health/liveness", "").statusCode())
                    .isEqualTo(200);
            Thread.sleep(Duration.ofSeconds(4)); // longer than any job that is due would wait
            assertThat(rows()).isEqualTo(before);
        } finally {
            ChildDrover.kill(drover);
        }
    }

    private static final String SPEC = """
            {"allocation": {"size": 3}, "instance": {"provider": "process", "properties": {"command": ["sleep", "60"]}}}
            """;

    private static final String THEIRS = """
            {"ID": "web", "Properties": {"Allocation": {"Size": 3},
             "Instance": {"Plugin": "process", "Properties": {"command": ["sleep", "60"]}}}}
            """;

    /** What an InfraKit process is told that calls. */
    private String call(String address, String methodAndParams) throws IOException, InterruptedException {
        String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + methodAndParams + "}";
        return send("POST", address + "/infrakit/group", body).body();
    }

    /** Everything that a pass, a job, a listing, or a replica that acts, would write. */
    private String rows() {
        return sql.sql("""
                select concat_ws(' ', (select count(*) from member), (select count(*) from action), (select count(*) from event),
                       (select count(*) from replica), (select count(*) from provider_state), (select count(*) from observation),
                       (select count(*) from scheduled_calls), (select max(epoch) from fleet_group),
                       (select string_agg(picked || ' ' || version, ',') from scheduled_passes))
                """).query(String.class).single();
    }

    private Process start() throws IOException {
        return ChildDrover.start(
                folder,
                folder.resolve("output"),
                folder.resolve("errors"),
                ChildDrover.arguments(
                        database,
                        "--server.port=0",
                        "--drover.owner=ours",
                        "--drover.data=" + folder.resolve("data"),
                        "--drover.infrakit.plugins=" + folder.resolve("plugins"),
                        "--drover.infrakit.gateway.entry=listen",
                        "--drover.infrakit.gateway.name=group"));
    }

    private String announced() throws IOException {
        Matcher matcher = ADDRESS.matcher(Files.readString(folder.resolve("output")));
        return matcher.find() ? matcher.group(1) : "";
    }

    private HttpResponse<String> send(String method, String uri, String body) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(uri))
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }
}
