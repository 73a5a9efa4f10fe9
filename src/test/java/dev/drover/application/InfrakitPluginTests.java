package dev.drover.application;

import static dev.drover.application.Groups.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.TestDatabase;
import dev.drover.infrakit.ConfigurationHash;
import dev.drover.infrakit.Endpoint;
import dev.drover.infrakit.PluginClient;
import dev.drover.infrakit.PluginDirectory;
import dev.drover.infrakit.Shapes.InstanceSpec;
import dev.drover.infrakit.Shapes.PluginSpec;
import dev.drover.infrakit.WireJson;
import dev.drover.provider.infrakit.plugin.PluginProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** Groups whose machines an InfraKit plugin makes: a process of its own, behind a unix socket. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "drover.data=target/test-data",
            "drover.providers.mine.type=infrakit",
            "drover.providers.mine.observe-every=1s",
            "drover.providers.mine.settings.plugin=cloud",
            "drover.providers.mine.settings.consistency-window=2s",
            "drover.infrakit.gateway.name=drover",
            "drover.infrakit.look-every=200ms",
            "drover.infrakit.observe-every=1s",
            "drover.infrakit.consistency-window=1s",
            "drover.infrakit.create-timeout=8s",
            "drover.infrakit.call-timeout=3s"
        })
@Import({TestDatabase.class, Groups.class})
class InfrakitPluginTests {
    @TempDir
    private static Path folder;

    private static final String INSTANCE = """
            {"Plugin": "cloud/compute", "Properties": {"image": "v1"}}""";

    private static final String FLAVOR = """
            {"Plugin": "vanilla", "Properties": {}}""";

    private static PluginProcess plugin;

    @Autowired
    Groups groups;

    private final String name = Groups.newName();

    @DynamicPropertySource
    static void directory(DynamicPropertyRegistry properties) {
        properties.add(
                "drover.infrakit.plugins", () -> folder.resolve("plugins").toString());
    }

    @BeforeAll
    static void startThePlugin() throws IOException {
        Path plugins = Files.createDirectories(folder.resolve("plugins"));
        plugin = new PluginProcess(plugins, "cloud", folder.resolve("state")).start();
    }

    @AfterAll
    static void stopThePlugin() {
        plugin.close();
    }

    @AfterEach
    void leaveNothing() {
        plugin.faults().clear();
        if (!plugin.listens()) {
            plugin.start();
        }
        groups.delete("/v1/groups/" + name);
        groups.gone(name);
        assertThat(machines()).isEmpty();
    }

    @Test
    void aGroupOnAPluginConvergesRollsIsRepairedAndDestroyed() {
        known();
        groups.put(name, spec(3, "v1")).expect(201);
        groups.converge(name);
        assertThat(machines())
                .hasSize(3)
                .allSatisfy(it -> assertThat(it)
                        .contains(
                                "\"image\":\"v1\"",
                                "\"drover.group\":\"" + name + "\"",
                                "\"tier\":\"web\"",
                                "echo hello"));

        int told = plugin.faults().toldReasons().size();
        groups.put(name, spec(3, "v2")).expect(200);
        groups.converge(name);
        assertThat(machines()).hasSize(3).allSatisfy(it -> assertThat(it).contains("\"image\":\"v2\""));
        List<String> reasons = plugin.faults().toldReasons();
        assertThat(reasons.subList(told, reasons.size())).hasSize(3).containsOnly("rolling_update");

        List<String> before = groups.members(name);
        loseOne();
        eventually()
                .until(() -> !groups.members(name).equals(before)
                        && groups.members(name).size() == 3);
        groups.converge(name);
        assertThat(machines()).hasSize(3);

        groups.remove(name);
        assertThat(machines()).isEmpty();
        assertThat(plugin.faults().toldReasons()).endsWith("terminate", "terminate", "terminate");
    }

    @Test
    void aPluginThatIsKilledTakesNothingWithItAndGoesOnWhenItIsBack() {
        known();
        groups.put(name, spec(2, "v1")).expect(201);
        groups.converge(name);
        List<String> members = groups.members(name);

        plugin.kill();
        groups.post("/v1/groups/" + name + "/scale", "{\"size\": 4}").expect(200);
        eventually().until(() -> provider("/health/status").equals("failing"));
        assertThat(provider("/health/reason")).contains(plugin.socket().toString());
        assertThat(provider("/discovered/reachable")).isEqualTo("false");
        eventually()
                .until(() -> groups.events(name).stream()
                        .anyMatch(it -> it.startsWith("ProvisioningFailed")
                                && it.contains(plugin.socket().toString())));
        assertThat(groups.members(name)).containsAll(members);
        assertThat(groups.events(name)).noneMatch(it -> it.startsWith("InstanceMissing"));

        plugin.start();
        eventually().until(() -> provider("/discovered/reachable").equals("true"));
        groups.post("/v1/groups/" + name + "/retry", "").expect(200);
        groups.converge(name);
        assertThat(groups.members(name)).hasSize(4).containsAll(members);
        assertThat(machines()).hasSize(4);
    }

    @Test
    void aMachineThatWasMadeBeforeItsPluginDiedIsFoundByItsToken() {
        known();
        plugin.faults().set("crashAfterCreate", true);
        groups.put(name, spec(1, "v1")).expect(201);
        eventually().until(() -> !plugin.listens());
        assertThat(machines()).hasSize(1);

        plugin.start();
        groups.converge(name);
        assertThat(machines()).hasSize(1);
        assertThat(groups.events(name)).anyMatch(it -> it.startsWith("OutcomeUnknown"));
    }

    @Test
    void aPluginThatIsAFlavorJudgesMembersAndThoseThatItCallsUnhealthyAreReplaced() {
        known();
        plugin.faults().set("health", 0);
        groups.put(name, judged()).expect(201);
        eventually().until(() -> health().equals("unknown: plugin 'cloud' does not know"));
        assertThat(groups.get("/v1/groups/" + name).text("/status/converged")).isEqualTo("false");

        plugin.faults().set("health", 1);
        groups.converge(name);
        assertThat(health()).isEqualTo("healthy: the flavor 'cloud' says so");

        List<String> before = groups.members(name);
        plugin.faults().set("health", 2);
        eventually().until(() -> !groups.members(name).containsAll(before));
        assertThat(groups.events(name))
                .contains("HealthChanged " + before.getFirst()
                        + " is unhealthy: plugin 'cloud' says that it is unhealthy");

        plugin.faults().set("health", 1);
        groups.converge(name);
        assertThat(groups.members(name)).hasSize(1).doesNotContainAnyElementsOf(before);
    }

    @Test
    void aFlavorThatCannotBeAskedMakesMembersUnknownWhichAreNotReplaced() {
        known();
        groups.put(name, judged()).expect(201);
        groups.converge(name);
        List<String> before = groups.members(name);

        plugin.kill();
        eventually().until(() -> health().startsWith("unknown: "));
        assertThat(health()).contains(plugin.socket().toString());
        plugin.start();
        groups.converge(name);

        assertThat(groups.members(name)).isEqualTo(before);
    }

    private String health() {
        String id = groups.members(name).isEmpty() ? "" : groups.members(name).getFirst();
        Answer member = groups.get("/v1/members/" + id);
        return member.status() == 200
                ? member.text("/member/health/status") + ": " + member.text("/member/health/reason")
                : "";
    }

    private static String judged() {
        return """
                {"allocation": {"size": 1},
                 "instance": {"provider": "cloud/compute", "properties": {"image": "v1"}},
                 "flavor": {"provider": "cloud"},
                 "health": {"interval": "1s", "unhealthyAfter": 1},
                 "update": {"minReady": "1s"}}
                """;
    }

    @Test
    void whatAPluginOffersIsShownWithItsVersions() {
        known();

        Answer one = groups.get("/v1/providers/cloud%2Fcompute").expect(200);
        assertThat(one.text("/type")).isEqualTo("infrakit");
        assertThat(one.text("/discovered/interfaces/0")).isEqualTo("Instance/0.6.1");
        assertThat(one.text("/discovered/since")).isNotBlank();
        assertThat(groups.get("/v1/providers").items("/name")).contains("cloud/compute", "process");
        assertThat(groups.get("/v1/flavors").items("/name"))
                .contains("cloud", "vanilla")
                .doesNotContain("cloud/compute");
        assertThat(groups.get("/v1/flavors/cloud").text("/discovered/interfaces/1"))
                .isEqualTo("Flavor/0.1.1");
        groups.get("/v1/providers/cloud%2Fcompute/instances").expect(200);
        groups.post("/v1/providers/cloud%2Fcompute/validate", "{\"image\": \"v1\"}")
                .expect(200);
        groups.post("/v1/providers/cloud%2Fcompute/validate", "{\"broken\": true}")
                .refused(422, "validation");
        groups.put(name, spec(0, "v1").replace("cloud/compute", "cloud/nothing"))
                .refused(422, "validation");
        groups.put(name, spec(0, "v1")).expect(201);
    }

    @Test
    void droverIsAPluginInTheSameDirectoryAndDoesNotTakeItselfIn() {
        known();

        assertThat(folder.resolve("plugins/drover")).exists();
        assertThat(groups.get("/v1/providers").items("/name")).noneMatch(it -> it.startsWith("drover"));
        assertThat(groups.get("/v1/flavors").items("/name")).noneMatch(it -> it.startsWith("drover"));
    }

    @Test
    void aPluginThatIsConfiguredHasItsNameAndSettingsAndIsNotFoundOnceMore() {
        known();

        Answer mine = groups.get("/v1/providers/mine").expect(200);
        assertThat(mine.text("/capabilities/consistencyWindow")).isEqualTo("2s");
        assertThat(mine.text("/capabilities/createTimeout")).isEqualTo("8s");
        assertThat(mine.json().path("discovered").isNull()).isTrue();
        assertThat(groups.get("/v1/providers").items("/name")).doesNotContain("cloud");
        groups.put(name, spec(1, "v1").replace("cloud/compute", "mine")).expect(201);
        groups.converge(name);
        assertThat(machines()).hasSize(1);
    }

    @Test
    void theWalkOfThePageWorksAsItIsWritten() throws Exception {
        try (PluginProcess simulator =
                new PluginProcess(folder.resolve("plugins"), "simulator", folder.resolve("simulator")).start()) {
            eventually().until(() -> groups.get("/v1/providers").items("/name").contains("simulator/compute"));
            new Walk(Path.of("docs/providers/infrakit.md"), groups.address()).type();
            assertThat(simulator.listens()).isTrue();
        }
    }

    @Test
    void aGroupThatInfraKitMadeAtThePluginIsImportedAndKeepsItsMachines() {
        known();
        List<String> ids = List.of(madeByInfraKit(), madeByInfraKit());
        String document = """
                {"ID": "%s", "Properties": {
                    "Instance": %s, "Flavor": %s, "Allocation": {"Size": 3}}}
                """.formatted(name, INSTANCE, FLAVOR);

        Answer preview =
                groups.post("/v1/imports/infrakit?dryRun=true", document).expect(200);
        assertThat(preview.json().path("instances").findValuesAsString("id")).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(groups.get("/v1/groups/" + name).status()).isEqualTo(404);

        groups.post("/v1/imports/infrakit", document).expect(201);
        groups.converge(name);
        assertThat(groups.members(name)).hasSize(3);
        assertThat(machines())
                .hasSize(3)
                .allSatisfy(it -> assertThat(it).contains("\"drover.group\":\"" + name + "\""));
        assertThat(instances()).hasSize(3).containsAll(ids);
    }

    @Test
    void aFlavorOfAPluginIsOneOfAComboAsWell() {
        known();
        String flavors = """
                {"flavors": [
                  {"provider": "vanilla", "properties": {"init": ["echo before"], "tags": {"role": "web"}}},
                  {"provider": "cloud", "properties": {"Init": ["echo hello"], "Tags": {"tier": "web"}}},
                  {"provider": "vanilla", "properties": {"init": ["echo after"]}}]}""";
        groups.put(name, """
                {"allocation": {"size": 2}, "instance": {"provider": "cloud/compute", "properties": {"image": "v1"}},
                 "flavor": {"provider": "combo", "properties": %s}}
                """.formatted(flavors)).expect(201);
        groups.converge(name);
        assertThat(machines())
                .hasSize(2)
                .allSatisfy(it -> assertThat(it)
                        .contains("echo before\\necho hello\\necho after", "\"role\":\"web\"", "\"tier\":\"web\""));

        plugin.faults().set("health", 2);
        Answer judged = groups.post(
                        "/v1/flavors/combo/healthy",
                        "{\"instance\": {\"id\": \"" + instances().getFirst() + "\"}, \"properties\": " + flavors + "}")
                .expect(200);
        assertThat(judged.text("/health")).isEqualTo("unhealthy");
        assertThat(judged.text("/reason")).isEqualTo("flavor 2, 'cloud': plugin 'cloud' says that it is unhealthy");
        plugin.faults().clear();

        groups.put(name, spec(2, "v1").replace("\"cloud\", \"properties\"", "\"combo\", \"properties\""))
                .refused(422, "validation");
        groups.remove(name);
    }

    private String madeByInfraKit() {
        Map<String, String> tags = Map.of(
                "infrakit.group", name, ConfigurationHash.TAG, ConfigurationHash.of(plugin(INSTANCE), plugin(FLAVOR)));
        InstanceSpec spec = new InstanceSpec(plugin(INSTANCE).properties(), tags, "", null, null);
        try (PluginClient client = new PluginClient()) {
            Endpoint at = new PluginDirectory(folder.resolve("plugins")).endpoint("cloud");
            return client.call(
                            "cloud",
                            at,
                            "Instance.Provision",
                            Map.of("Type", "compute", "Spec", spec),
                            JsonNode.class,
                            Duration.ofSeconds(10))
                    .path("ID")
                    .asString();
        }
    }

    private static PluginSpec plugin(String json) {
        return WireJson.MAPPER.readValue(json, PluginSpec.class);
    }

    private List<String> instances() {
        return groups.get("/v1/providers/cloud%2Fcompute/instances").items("/id");
    }

    /** The plugin was found. */
    private void known() {
        eventually().until(() -> groups.get("/v1/providers").items("/name").contains("cloud/compute"));
        eventually().until(() -> groups.get("/v1/flavors").items("/name").contains("cloud"));
    }

    private String provider(String pointer) {
        return groups.get("/v1/providers/cloud%2Fcompute").expect(200).text(pointer);
    }

    private static String spec(int size, String image) {
        return """
                {"allocation": {"size": %d},
                 "instance": {"provider": "cloud/compute", "properties": {"image": "%s"}},
                 "flavor": {"provider": "cloud", "properties": {"Init": ["echo hello"], "Tags": {"tier": "web"}}}}
                """.formatted(size, image);
    }

    /** What the plugin has, as it keeps it. */
    private static List<String> machines() {
        try (Stream<Path> files = Files.list(folder.resolve("state/instances"))) {
            return files.filter(it -> it.toString().endsWith(".json"))
                    .map(InfrakitPluginTests::read)
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return ""; // it has gone meanwhile
        }
    }

    /** One of the machines goes without Drover. */
    private void loseOne() {
        plugin.kill();
        try (Stream<Path> files = Files.list(folder.resolve("state/instances"))) {
            Files.delete(files.filter(it -> it.toString().endsWith(".json"))
                    .findFirst()
                    .orElseThrow());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        plugin.start();
    }
}
