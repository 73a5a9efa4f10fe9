package dev.drover.application;

import static dev.drover.application.Groups.newName;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.TestDatabase;
import dev.drover.provider.fake.FakeProvider;
import dev.drover.provider.fake.Faults;
import dev.drover.provider.spi.Instance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Drover as a plugin of InfraKit, called over its unix socket and over HTTP. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "drover.data=target/test-data",
            "drover.infrakit.gateway.name=mystack",
            "drover.providers[simulator/compute].type=fake",
            "drover.providers[simulator/compute].observe-every=1s"
        })
@Import({TestDatabase.class, Groups.class})
class GatewayTests {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Path PLUGINS = directory();

    @Autowired
    Groups groups;

    private final GatewayCalls plugin = new GatewayCalls(PLUGINS.resolve("mystack"));
    private final String name = newName();
    private FakeProvider provider;

    private static Path directory() {
        try {
            return Files.createTempDirectory("drover").resolve("plugins");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @DynamicPropertySource
    static void plugins(DynamicPropertyRegistry properties) {
        properties.add("drover.infrakit.plugins", PLUGINS::toString);
    }

    @BeforeEach
    void alone() {
        provider = groups.provider("simulator/compute");
        assertThat(provider.instances()).isEmpty();
    }

    @AfterEach
    void leaveNothing() {
        provider.faults().down();
        for (String each : List.of(name, "workers", "big")) {
            groups.delete("/v1/groups/" + each + "?abandon=true");
            groups.gone(each);
        }
        provider.instances().forEach(it -> provider.lose(it.id()));
    }

    @Test
    void theRecordedExchangesOfGroupsAreAnsweredAlike() throws IOException {
        List<String> lines =
                Files.readAllLines(Path.of("src/test/resources/dev/drover/application/infrakit-groups.txt"));
        for (int i = 0; i + 1 < lines.size(); i += 3) {
            String[] words = lines.get(i).split(" ", 4);
            String params = words[3].replace("{\"x\":", "{\"image\":")
                    .replaceAll("\"image\":([0-9]+)", "\"image\":\"$1\"")
                    .replace("group-stateless", "mystack");
            JsonNode recorded = JSON.readTree(lines.get(i + 1)
                            .substring(2)
                            .replace("{\"x\":", "{\"image\":")
                            .replaceAll("\"image\":([0-9]+)", "\"image\":\"$1\"")
                            .replace("group-stateless", "mystack"))
                    .path("result");
            switch (words[2]) {
                case "Controller.Describe" -> groups.converge("workers");
                case "Group.SetSize" -> provider.faults().down(Faults.Call.PROVISION);
                default -> {}
            }

            JsonNode answered = plugin.result(words[2], params);

            if (words[2].equals("Handshake.Hello")) {
                for (String served : List.of("Controller/0.1.1", "Group/0.1.1", "Stack/0.1.1")) {
                    alike(
                            words[2],
                            recorded.at("/Objects").path(served),
                            answered.at("/Objects").path(served));
                }
            } else {
                alike(words[2], recorded, answered);
            }
        }
        provider.faults().down();
        groups.gone("workers");
    }

    /** The same, but for ids, texts, and what an instance carries. Null, nothing and what is empty are the same. */
    private static void alike(String where, JsonNode recorded, JsonNode answered) {
        if (recorded.isObject()) {
            for (String field : recorded.propertyNames()) {
                String path = where + "/" + field;
                switch (field) {
                    case "Details", "Message" -> {}
                    case "Instances" ->
                        assertThat(answered.path(field).size())
                                .as(path)
                                .isEqualTo(recorded.path(field).size());
                    default -> alike(path, recorded.path(field), answered.path(field));
                }
            }
        } else if (recorded.isArray() && !recorded.isEmpty()) {
            assertThat(answered.size()).as(where).isEqualTo(recorded.size());
            IntStream.range(0, recorded.size()).forEach(it -> alike(where + it, recorded.path(it), answered.path(it)));
        } else if (recorded.isNull() || recorded.isArray()) {
            assertThat(answered.isNull() || answered.isMissingNode() || answered.isEmpty())
                    .as(where)
                    .isTrue();
        } else {
            assertThat(answered).as(where).isEqualTo(recorded);
        }
    }

    @Test
    void aGroupIsCommittedDescribedScaledAndDestroyedOverTheSocket() {
        assertThat(commit(2, "good", true).path("Details").asString())
                .startsWith("A new group " + name + "\nCalls: provision 2\n");
        assertThat(plugin.error("Group.DescribeGroup", of(name))).contains("there is no group '" + name + "'");

        assertThat(commit(2, "good", false).path("Details").asString())
                .isEqualTo("A new group " + name + " is declared");
        assertThat(describe().path("Converged").asBoolean()).isFalse();
        groups.converge(name);

        JsonNode described = describe();
        assertThat(described.path("Converged").asBoolean()).isTrue();
        assertThat(described.path("Instances").size()).isEqualTo(2);
        assertThat(described.at("/Instances/0/Tags/drover.group").asString()).isEqualTo(name);
        assertThat(plugin.result("Group.Size", of(name)).path("Size").asInt()).isEqualTo(2);

        provider.faults().down(Faults.Call.PROVISION);
        plugin.result("Group.SetSize", "{\"Name\":\"mystack/groups\",\"ID\":\"" + name + "\",\"Size\":4}");
        assertThat(describe().path("Converged").asBoolean()).isFalse();
        provider.faults().down();
        groups.post("/v1/groups/" + name + "/retry", "").expect(200);
        groups.converge(name);
        assertThat(describe().path("Instances").size()).isEqualTo(4);

        plugin.result("Group.DestroyGroup", of(name));
        groups.gone(name);
        assertThat(provider.instances()).isEmpty();
    }

    @Test
    void whatIsWrongWithAGroupIsAllSaidAtOnceAndNothingIsChanged() {
        String error = plugin.error("Group.CommitGroup", """
                {"Name":"mystack/groups","Spec":{"ID":"%s","Properties":{"Allocation":{"Size":-1},
                 "Instance":{"Plugin":"nowhere","Properties":{}},"Flavor":{"Plugin":"vanilla","Properties":{"Init":"x"}},
                 "Updating":{"Duration":"soon"}}}}
                """.formatted(name));

        assertThat(error)
                .contains(
                        "nothing was changed", "/allocation/size", "/instance/provider", "/update/minReady", "/flavor");
        groups.get("/v1/groups/" + name).expect(404);
    }

    @Test
    void anUnknownInstanceIsAnErrorAndNoneDies() {
        commit(3, "good", false);
        groups.converge(name);
        List<String> ids = ids();

        assertThat(plugin.error(
                        "Group.DestroyInstances",
                        "{\"Name\":\"mystack/groups\",\"ID\":\"%s\",\"Instances\":[\"%s\",\"nobody\",\"%s\"]}"
                                .formatted(name, ids.get(0), ids.get(1))))
                .isEqualTo("group " + name + " has no instance nobody; nothing was destroyed");
        assertThat(groups.events(name)).noneMatch(it -> it.startsWith("MemberDestroyRequested"));
        assertThat(ids()).isEqualTo(ids);

        provider.faults().down(Faults.Call.DESTROY);
        plugin.result(
                "Group.DestroyInstances",
                "{\"Name\":\"mystack/groups\",\"ID\":\"%s\",\"Instances\":[\"%s\",\"%s\"]}"
                        .formatted(name, ids.get(0), ids.get(1)));
        assertThat(describe().path("Converged").asBoolean()).isFalse();
        provider.faults().down();
        groups.post("/v1/groups/" + name + "/retry", "").expect(200);
        groups.converge(name);
        assertThat(ids()).hasSize(3).contains(ids.get(2)).doesNotContain(ids.get(0), ids.get(1));
    }

    @Test
    void ofSeveralThatAreToDieNoneDoesWhileOneIsProtected() {
        commit(2, "good", false);
        groups.converge(name);
        List<String> ids = ids();
        String member = groups.members(name).getFirst();
        groups.post("/v1/members/" + member + "/protect", "").expect(200);

        assertThat(plugin.error(
                        "Group.DestroyInstances",
                        "{\"Name\":\"mystack/groups\",\"ID\":\"%s\",\"Instances\":[\"%s\",\"%s\"]}"
                                .formatted(name, ids.get(0), ids.get(1))))
                .contains(member + " is protected");
        assertThat(groups.events(name)).noneMatch(it -> it.startsWith("MemberDestroyRequested"));
        groups.post("/v1/members/" + member + "/unprotect", "").expect(200);
    }

    @Test
    void whatInfrakitHasNoWordForStaysAsItWasDeclared() {
        groups.put(name, """
                {"allocation": {"size": 1, "max": 5}, "labels": {"team": "shop"}, "protection": {"delete": true},
                 "instance": {"provider": "simulator/compute", "properties": {"image": "old"}}}
                """).expect(201);

        commit(2, "new", false);

        JsonNode spec = groups.get("/v1/groups/" + name + "/spec").expect(200).json();
        assertThat(spec.at("/labels/team").asString()).isEqualTo("shop");
        assertThat(spec.at("/allocation").toString()).isEqualTo("{\"max\":5,\"size\":2}");
        assertThat(spec.at("/instance/properties/image").asString()).isEqualTo("new");
        assertThat(plugin.error("Group.DestroyGroup", of(name))).contains("is protected");
        groups.put(name, spec.toString().replace("\"delete\":true", "\"delete\":false"))
                .expect(200);
    }

    @Test
    void aFreedGroupIsGoneAndItsInstancesLiveOn() {
        commit(2, "good", false);
        groups.converge(name);
        List<String> ids = ids();

        plugin.result("Group.FreeGroup", of(name));
        groups.gone(name);

        assertThat(ids()).isEqualTo(ids);
    }

    @Test
    void callsOfAnotherPluginChangeNothing() {
        commit(1, "good", false);

        assertThat(plugin.error("Group.DestroyGroup", "{\"Name\":\"mystack/other\",\"ID\":\"" + name + "\"}"))
                .contains("no-plugin: 'mystack/other'");
        assertThat(plugin.error("Group.DestroyGroup", "{\"Name\":\"else/groups\",\"ID\":\"" + name + "\"}"))
                .contains("no-plugin");
        assertThat(plugin.error("Group.DestroyGroup", "{}")).contains("params are empty");
        assertThat(plugin.error("Group.DestroyGroup", "{\"Name\":\"mystack/groups\"}"))
                .contains("ID is missing");
        assertThat(plugin.error("Controller.Free", "{\"Name\":\"mystack/groups\"}"))
                .contains("names no group");
        assertThat(plugin.error("Group.SetSize", of(name))).contains("Size is missing");
        assertThat(plugin.error(
                        "Controller.Commit",
                        "{\"Name\":\"mystack/groups\",\"Operation\":1,\"Spec\":{\"kind\":\"ingress\",\"metadata\":{\"name\":\""
                                + name + "\"}}}"))
                .contains("kind is 'ingress'");
        assertThat(groups.get("/v1/groups/" + name).expect(200).text("/state")).isEqualTo("active");
    }

    @Test
    void theManagerAndTheMetadataKnowTheGroups() {
        plugin.result("Manager.Enforce", """
                {"Specs":[{"kind":"group","version":"","metadata":{"name":"%s","tags":null},"properties":%s}]}
                """.formatted(name, properties(1, "good")));
        groups.converge(name);

        assertThat(plugin.result("Manager.Inspect", "{}")
                        .at("/Objects/0/state/Converged")
                        .asBoolean())
                .isTrue();
        assertThat(plugin.result("Metadata.Keys", "{\"Name\":\"mystack\",\"Path\":\"groups\"}")
                        .path("Nodes")
                        .toString())
                .isEqualTo("[\"" + name + "\"]");
        assertThat(plugin.result("Metadata.Keys", "{\"Path\":\"groups/" + name + "\"}")
                        .path("Nodes")
                        .toString())
                .isEqualTo("[\"Instances\",\"Converged\",\"Size\"]");
        assertThat(value("groups/" + name + "/Converged").asBoolean()).isTrue();
        assertThat(value("groups/" + name + "/Size").asInt()).isEqualTo(1);
        assertThat(value("groups/" + name + "/Instances/[0]/ID").asString()).isEqualTo(ids().getFirst());
        assertThat(value("specs/" + name + "/Properties/Instance/Plugin").asString())
                .isEqualTo("simulator/compute");
        assertThat(value("groups").path(name).path("Size").asInt()).isEqualTo(1);
        assertThat(value("groups/nobody/Size").isNull()).isTrue();
        assertThat(value("else/" + name).isNull()).isTrue();

        plugin.result("Manager.Terminate", """
                {"Specs":[{"kind":"group","metadata":{"name":"%s"}}]}
                """.formatted(name));
        groups.gone(name);
    }

    @Test
    void manyCommitAtTheSameTimeAndAllAreAnswered() throws Exception {
        List<JsonNode> answers = new ArrayList<>();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<JsonNode>> calls = IntStream.range(0, 40)
                    .mapToObj(it -> clients.submit(() -> it % 2 == 0
                            ? plugin.result("Group.CommitGroup", committed(1 + it % 3, "good", false))
                            : plugin.result("Group.InspectGroups", "{\"Name\":\"mystack/groups\",\"ID\":\"\"}")))
                    .toList();
            for (Future<JsonNode> call : calls) {
                answers.add(call.get());
            }
        }

        assertThat(answers).hasSize(40);
        assertThat(plugin.result("Group.Size", of(name)).path("Size").asInt()).isBetween(1, 3);
    }

    @Test
    void longValuesAndManyMembersPass() {
        plugin.result("Group.CommitGroup", """
                {"Name":"mystack/groups","Spec":{"ID":"big","Properties":{"Allocation":{"Size":120},
                 "Instance":{"Plugin":"simulator/compute","Properties":{"image":"good"}},
                 "Flavor":{"Plugin":"vanilla","Properties":{"Init":["%s"]}},"Updating":{"Duration":"0s"}}}}
                """.formatted("x".repeat(60_000)));
        groups.converge("big");

        JsonNode description = plugin.result("Group.DescribeGroup", of("big")).path("Description");
        assertThat(description.path("Instances").size()).isEqualTo(120);
        assertThat(description.path("Converged").asBoolean()).isTrue();
        assertThat(plugin.result("Group.InspectGroups", of("big"))
                        .at("/Groups/0/Properties/Flavor/Properties/Init/0")
                        .asString())
                .hasSize(60_000);
        assertThat(plugin.post("/", "application/json", "x".repeat((1 << 20) + 1)))
                .startsWith("HTTP/1.1 413");
    }

    @Test
    void overHttpItIsGuardedLikeTheRest() {
        String call = "{\"jsonrpc\":\"2.0\",\"method\":\"Manager.IsLeader\",\"params\":{},\"id\":\"7\"}";

        Answer answer = groups.post("/infrakit/mystack", call).expect(200);
        assertThat(answer.header("Content-Type")).isEqualToIgnoringCase("text/plain;charset=utf-8");
        assertThat(answer.body()).isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":{\"Leader\":true},\"id\":\"7\"}");
        assertThat(groups.post(
                                "/infrakit/mystack",
                                call,
                                "Content-Type",
                                "application/json",
                                "Accept",
                                "application/json")
                        .expect(200)
                        .body())
                .isEqualTo(answer.body());

        assertThat(groups.post("/infrakit/mystack", "nonsense").expect(200).body())
                .contains("\"code\":-32000", "\"id\":null");
        groups.post("/infrakit/mystack", call, "Origin", "https://evil.example").refused(403, "forbidden");
        groups.post("/infrakit/mystack", call, "Content-Type", "text/plain").refused(415, "unsupported-media-type");
        groups.post("/infrakit/other", call).refused(404, "not-found");
        groups.get("/infrakit/mystack").refused(405, "malformed");
        groups.post("/infrakit/mystack", "x".repeat((1 << 20) + 1)).refused(413, "too-large");
    }

    @Test
    void onTheSocketThereIsThePluginAndNothingElse() throws IOException {
        assertThat(plugin.post("/v1/groups", "application/json", groupSpec())).startsWith("HTTP/1.1 404");
        assertThat(plugin.send("GET /v1/groups HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404");
        assertThat(plugin.post("/infrakit/mystack", "application/json", "{}")).startsWith("HTTP/1.1 404");
        assertThat(plugin.post("/actuator/health", "application/json", "{}")).startsWith("HTTP/1.1 404");
        assertThat(plugin.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 405");
        assertThat(plugin.post("/", "text/plain", "{}")).startsWith("HTTP/1.1 415");
        assertThat(groups.get("/v1/groups").expect(200).items("/name")).isEmpty();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(PLUGINS)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(PLUGINS.resolve("mystack"))))
                .isEqualTo("rw-------");
    }

    private String groupSpec() {
        return "{\"name\":\"" + name
                + "\",\"allocation\":{\"size\":0},\"instance\":{\"provider\":\"simulator/compute\"}}";
    }

    private JsonNode value(String path) {
        return plugin.result("Metadata.Get", "{\"Name\":\"mystack\",\"Path\":\"" + path + "\"}")
                .path("Value");
    }

    private JsonNode commit(int size, String image, boolean pretend) {
        return plugin.result("Group.CommitGroup", committed(size, image, pretend));
    }

    private String committed(int size, String image, boolean pretend) {
        return "{\"Name\":\"mystack/groups\",\"Pretend\":%s,\"Spec\":{\"ID\":\"%s\",\"Properties\":%s}}"
                .formatted(pretend, name, properties(size, image));
    }

    private static String properties(int size, String image) {
        return """
                {"Allocation":{"Size":%d},"Flavor":{"Plugin":"vanilla","Properties":{}},
                 "Instance":{"Plugin":"simulator/compute","Properties":{"image":"%s"}}}
                """.formatted(size, image).strip();
    }

    private static String of(String group) {
        return "{\"Name\":\"mystack/groups\",\"ID\":\"" + group + "\"}";
    }

    private JsonNode describe() {
        return plugin.result("Group.DescribeGroup", of(name)).path("Description");
    }

    private List<String> ids() {
        return provider.instances().stream()
                .map(Instance::id)
                .map(it -> it.value())
                .sorted()
                .toList();
    }
}
