package dev.drover.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import dev.drover.TestDatabase;
import dev.drover.provider.docker.TestEngine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;

/** Groups of containers of a real Docker Engine, and what people and images do to them. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "drover.data=target/test-data",
            "drover.owner=docker-stories",
            "drover.providers.docker.type=docker",
            "drover.providers.docker.observe-every=1s"
        })
@Import({TestDatabase.class, Groups.class})
class DockerStoryTests {
    private static final String OWNER = "docker-stories";
    private static final String SERVE = "\"command\": [\"sh\", \"-c\", \"%s\"], \"ports\": {\"http\": 80}";
    // Goes on answering for a while after it was asked to end, as a server behind a load balancer does.
    private static final String WEB = "httpd -f -p 80 -h /www & trap 'sleep 3; exit 0' TERM; wait; wait";

    @Autowired
    Groups groups;

    private final String name = Groups.newName();
    private final HttpClient http = HttpClient.newHttpClient();
    private DockerClient engine = TestEngine.at(TestEngine.HOST);

    @BeforeEach
    void anEngine() {
        engine = TestEngine.assumed();
    }

    @AfterEach
    void leaveNothing() {
        groups.delete("/v1/groups/" + name);
        TestEngine.removeAllOf(engine, OWNER);
    }

    private static ConditionFactory patiently() {
        return await().pollInSameThread().atMost(Duration.ofMinutes(5)).pollInterval(Duration.ofMillis(200));
    }

    private static String web(int size, String version) {
        return spec(size, SERVE.formatted(WEB), "\"init\": [\"echo " + version + " > /www/index.html\"]");
    }

    private static String spec(int size, String properties, String flavor) {
        return """
                {"allocation": {"size": %d},
                 "instance": {"provider": "docker", "properties": {"image": "%s", "pull": "never", %s}},
                 "flavor": {"provider": "vanilla", "properties": {%s}},
                 "health": {"http": {"port": "http", "path": "/"}, "interval": "1s"},
                 "update": {"maxSurge": 2, "minReady": "1s"}}
                """.formatted(size, TestEngine.IMAGE, properties, flavor);
    }

    private static String sleeping(int size) {
        return """
                {"allocation": {"size": %d}, "update": {"minReady": "0s"},
                 "instance": {"provider": "docker", "properties": {"image": "%s", "pull": "never"}}}
                """.formatted(size, TestEngine.IMAGE);
    }

    private void converge() {
        patiently().untilAsserted(() -> {
            Answer answer = groups.get("/v1/groups/" + name + "/wait?timeout=1s");
            assertThat(answer.status()).as(answer::body).isEqualTo(200);
        });
    }

    private List<JsonNode> members() {
        JsonNode items = groups.get("/v1/groups/" + name + "/members?limit=500")
                .expect(200)
                .json()
                .path("items");
        return StreamSupport.stream(items.spliterator(), false).toList();
    }

    private Set<String> ids() {
        return members().stream()
                .map(it -> it.path("providerId").asString(""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String page(JsonNode member, String path) throws IOException, InterruptedException {
        String address = member.path("addresses").path(0).asString();
        int port = member.path("ports").path("http").asInt();
        return http.send(
                        HttpRequest.newBuilder(URI.create("http://" + address + ":" + port + path))
                                .timeout(Duration.ofSeconds(5))
                                .build(),
                        BodyHandlers.ofString())
                .body()
                .trim();
    }

    @Test
    void tenContainersAreRolledUnderRequestsWithoutAFailedOne() throws Exception {
        groups.put(name, web(10, "one")).expect(201);
        converge();
        try (Requests requests = new Requests()) {
            groups.put(name, web(10, "two")).expect(200);
            converge();
            requests.stop();

            assertThat(requests.failures).isEmpty();
            assertThat(requests.answers).containsKeys("one", "two");
            assertThat(requests.answers.values().stream().mapToInt(it -> it).sum())
                    .isGreaterThan(50);
        }
        for (JsonNode member : members()) {
            assertThat(page(member, "/")).isEqualTo("two");
        }
        groups.remove(name);
    }

    @Test
    void aKilledContainerIsReplacedAndTheEventsSayOfWhatItDied() {
        groups.put(name, sleeping(2)).expect(201);
        converge();
        Set<String> before = ids();

        engine.killContainerCmd(before.iterator().next()).exec();

        patiently().until(() -> !ids().equals(before));
        converge();
        assertThat(groups.events(name))
                .anyMatch(it -> it.startsWith("InstanceStopped") && it.contains("exited 137 (killed by signal 9)"));
        groups.remove(name);
    }

    @Test
    void aContainerThatSomebodyRemovedIsReplaced() {
        groups.put(name, sleeping(2)).expect(201);
        converge();
        Set<String> before = ids();

        String removed = before.iterator().next();
        engine.removeContainerCmd(removed).withForce(true).exec();

        patiently().until(() -> !ids().contains(removed));
        converge();
        assertThat(ids()).hasSize(2);
        groups.remove(name);
    }

    @Test
    void anImageThatDoesNotExistStopsTheRolloutAndTheOldMembersStay() {
        groups.put(name, sleeping(2)).expect(201);
        converge();
        Set<String> before = ids();

        groups.put(name, sleeping(2).replace(TestEngine.IMAGE, "drover-test/nothing:1"))
                .expect(200);

        patiently()
                .until(() -> groups.condition(name, "ProvisioningFailing")
                        .toString()
                        .contains("No such image: drover-test/nothing:1"));
        assertThat(ids()).containsAll(before);
        before.forEach(it -> assertThat(
                        engine.inspectContainerCmd(it).exec().getState().getRunning())
                .isTrue());

        groups.put(name, sleeping(2)).expect(200);
        converge();
        assertThat(ids()).isEqualTo(before);
        groups.remove(name);
    }

    @Test
    void thePetsDataSurviveItsReplacementAndItsGroup() throws Exception {
        String properties = """
                "attachments": [{"id": "%s-{{member.logicalId}}", "path": "/data"}], %s
                """.formatted(name, SERVE.formatted("exec httpd -f -p 80 -h /data"));
        String flavor = """
                "attachments": [{"id": "%s-{{member.logicalId}}", "type": "volume"}],
                "init": ["[ -e /data/first ] || echo {{member.id}} > /data/first", "cp /data/first /data/index.html"]
                """.formatted(name);
        groups.put(
                        name,
                        spec(2, properties, flavor)
                                .replace("\"size\": 2", "\"logicalIds\": [\"db-1\", \"db-2\"]")
                                .replace("\"maxSurge\": 2, ", ""))
                .expect(201);
        converge();
        Map<String, String> first = firstMembers();
        assertThat(first.get("db-1")).isNotEqualTo(first.get("db-2"));
        Set<String> before = ids();

        before.forEach(it -> engine.killContainerCmd(it).exec());
        patiently().until(() -> ids().stream().noneMatch(before::contains));
        converge();

        assertThat(firstMembers()).isEqualTo(first);
        groups.remove(name);
        assertThat(engine.inspectVolumeCmd(name + "-db-1").exec().getName()).isEqualTo(name + "-db-1");
    }

    @Test
    void aPetsVolumeGoesWithItsGroupIfThatIsDeclaredAndNotWithARepair() {
        String properties = """
                "attachments": [{"id": "%s-{{member.logicalId}}", "path": "/data", "onDelete": "remove"}], "init": true
                """.formatted(name);
        groups.put(name, """
                {"allocation": {"logicalIds": ["db-1"]}, "update": {"minReady": "0s"},
                 "instance": {"provider": "docker", "properties": {"image": "%s", "pull": "never", %s}},
                 "flavor": {"provider": "vanilla", "properties": {
                   "attachments": [{"id": "%s-{{member.logicalId}}", "type": "volume"}]}}}
                """.formatted(TestEngine.IMAGE, properties, name)).expect(201);
        converge();
        Set<String> before = ids();
        String made =
                engine.inspectVolumeCmd(name + "-db-1").exec().getRawValues().toString();

        before.forEach(it -> engine.killContainerCmd(it).exec());
        patiently().until(() -> ids().stream().noneMatch(before::contains));
        converge();
        assertThat(engine.inspectVolumeCmd(name + "-db-1").exec().getRawValues().toString())
                .isEqualTo(made);

        groups.remove(name);
        patiently()
                .until(() -> engine.listVolumesCmd().exec().getVolumes().stream()
                        .noneMatch(it -> it.getName().startsWith(name + "-db")));
    }

    private Map<String, String> firstMembers() throws IOException, InterruptedException {
        Map<String, String> first = new java.util.TreeMap<>();
        for (JsonNode member : members()) {
            first.put(member.path("logicalId").asString(), page(member, "/first"));
        }
        return first;
    }

    @Test
    void aHundredContainersAreMadeAndGo() {
        long begun = System.nanoTime();
        groups.put(name, sleeping(100)).expect(201);
        converge();
        assertThat(ids()).hasSize(100);
        System.out.println(
                "100 containers: " + Duration.ofNanos(System.nanoTime() - begun).toMillis() + " ms");

        groups.delete("/v1/groups/" + name).expect(202);
        patiently()
                .until(() -> groups.get("/v1/groups/" + name + "/wait?until=gone&timeout=1s")
                                .status()
                        == 200);
        assertThat(engine.listContainersCmd()
                        .withShowAll(true)
                        .withLabelFilter(List.of("drover.group=" + name))
                        .exec())
                .isEmpty();
    }

    /** Somebody who asks members for pages all the time, and reads anew every now and then which ones there are. */
    private final class Requests implements AutoCloseable {
        final Map<String, Integer> answers = new java.util.concurrent.ConcurrentHashMap<>();
        final List<String> failures = new java.util.concurrent.CopyOnWriteArrayList<>();
        private volatile boolean going = true;
        private final Thread thread = Thread.ofVirtual().start(this::run);

        private void run() {
            while (going) {
                for (JsonNode member : members()) {
                    if (member.path("state").asString().equals("running")
                            && member.path("health").path("status").asString().equals("healthy")) {
                        ask(member);
                    }
                }
            }
        }

        private void ask(JsonNode member) {
            try {
                answers.merge(page(member, "/"), 1, Integer::sum);
            } catch (IOException e) {
                failures.add(member + ": " + e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void stop() throws InterruptedException {
            going = false;
            thread.join();
        }

        @Override
        public void close() {
            going = false;
        }
    }
}
