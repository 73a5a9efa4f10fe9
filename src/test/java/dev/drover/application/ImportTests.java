package dev.drover.application;

import static dev.drover.application.Groups.eventually;
import static dev.drover.application.Groups.newName;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.database.Rows;
import dev.drover.provider.Installation;
import dev.drover.provider.fake.FakeProvider;
import dev.drover.provider.fake.Faults.Call;
import dev.drover.provider.fake.Faults.Hang;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Labels;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.Token;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Groups of InfraKit that become ours, with their machines. The machines are in memory, and carry what InfraKit put on them. */
@ApplicationTest
class ImportTests {
    private static final String IMPORT = "/v1/imports/infrakit";
    /** Of the recorded group: {@code simulator/compute} with {"x": 1}, and vanilla with {}. */
    private static final String RECORDED = "rvvpp3jrbfyblo4irns2abi4gfmgx7i4";

    @Autowired
    Groups groups;

    @Autowired
    Installation installation;

    @Autowired
    JdbcClient jdbc;

    private FakeProvider provider;
    private String name = newName();
    private int provisioned;
    private OffsetDateTime begun = OffsetDateTime.MIN;

    @BeforeEach
    void alone() {
        begun = Rows.timestamp(groups.now());
        provider = groups.provider("simulator/compute");
        assertThat(provider.instances()).isEmpty();
        provisioned = provider.provisioned().size();
    }

    @AfterEach
    void leaveNothing() {
        provider.faults().down();
        provider.keepLabels(false);
        groups.delete("/v1/groups/" + name);
        groups.gone(name);
        provider.instances().forEach(it -> provider.lose(it.id()));
    }

    @Test
    void theRecordedGroupIsImportedAndItsMachineIsNotReplaced() {
        name = "workers";
        made("1795348456280301366", RECORDED, null, Phase.RUNNING);

        Answer answer = groups.post(IMPORT, recorded(2)).expect(201);
        JsonNode imported = answer.json();
        assertThat(answer.header("ETag")).isEqualTo("\"1\"");
        assertThat(imported.path("name").asString()).isEqualTo("workers");
        assertThat(imported.path("declared").asBoolean()).isTrue();
        assertThat(imported.path("change").asString()).isEqualTo("revision");
        assertThat(imported.path("configurationHash").asString()).isEqualTo(RECORDED);
        assertThat(imported.at("/spec/instance/provider").asString()).isEqualTo("simulator/compute");
        assertThat(imported.at("/forecast/counts/provision").asInt()).isEqualTo(1);
        JsonNode machine = imported.at("/instances/0");
        assertThat(machine.path("id").asString()).isEqualTo("1795348456280301366");
        assertThat(machine.path("hashAgrees").asBoolean()).isTrue();
        assertThat(machine.path("adopted").asBoolean()).isTrue();
        String member = machine.path("member").asString();
        assertThat(groups.members("workers")).contains(member);

        groups.converge("workers");
        assertThat(groups.members("workers")).hasSize(2).contains(member);
        assertThat(provisioned()).isEqualTo(1);
        Instance kept = instance("1795348456280301366");
        assertThat(kept.labels())
                .containsEntry("drover.owner", installation.owner())
                .containsEntry("drover.group", "workers")
                .containsEntry("drover.member", member)
                .containsEntry("drover.token", String.valueOf(kept.token()));
        JsonNode view = groups.get("/v1/members/" + member).expect(200).json();
        assertThat(view.at("/member/createdBecause").asString())
                .isEqualTo("adopted by anonymous: it was made by InfraKit for its group workers");
        assertThat(view.at("/member/revision").asInt()).isEqualTo(1);
        assertThat(groups.events("workers")).noneMatch(it -> it.startsWith("InstanceMissing"));
        assertThat(groups.get("/v1/events?type=InstanceLabelled&limit=1").items("/message"))
                .containsExactly(
                        "simulator/compute gave 1795348456280301366 our labels, so that a group can take it over");

        groups.remove("workers");
        assertThat(provider.instances()).isEmpty();
    }

    @Test
    void aDryRunSaysWhatWouldComeOfItAndChangesNothing() {
        made("i-1", RECORDED, null, Phase.RUNNING);
        made("i-2", "d2dupcnalkler6xugpramkgv7fnrj7fp", null, Phase.RUNNING);
        made("i-3", null, null, Phase.STARTING);
        made("i-4", RECORDED, null, Phase.STOPPED);
        made("i-5", RECORDED, null, Phase.STARTING);
        List<Instance> before = provider.instances();

        JsonNode preview =
                groups.post(IMPORT + "?dryRun=true", recorded(4)).expect(200).json();
        assertThat(groups.post(IMPORT + "?dryRun=true", recorded(4)).json()).isEqualTo(preview);

        assertThat(preview.path("declared").asBoolean()).isFalse();
        assertThat(preview.path("generation").asInt()).isZero();
        assertThat(said(preview))
                .containsExactly(
                        "i-1 adopted-1",
                        "i-2 it was made from something else: its infrakit.config.hash is 'd2dupcnalkler6xugpramkgv7fnrj7fp'",
                        "i-3 it has no label infrakit.config.hash, so that nobody knows what it was made from",
                        "i-5 adopted-2",
                        "i-4 it is not running: its provider says STOPPED");
        assertThat(preview.at("/instances/1/hashAgrees").asBoolean(true)).isFalse();
        assertThat(texts(preview.path("notes")))
                .containsExactly(
                        "2 running instances of InfraKit's are left alone: see to them yourself, for nobody else does");
        assertThat(preview.at("/forecast/counts/provision").asInt()).isEqualTo(2);
        assertThat(preview.at("/forecast/counts/label").asInt()).isEqualTo(2);
        assertThat(preview.at("/forecast/counts/destroy").asInt()).isZero();
        assertThat(preview.at("/forecast/end/state").asString()).isEqualTo("converged");

        assertThat(provider.instances()).isEqualTo(before);
        groups.get("/v1/groups/" + name).refused(404, "not-found");
        assertThat(calls()).isZero();
    }

    @Test
    void whatWasMadeFromSomethingElseIsLeftAloneAndCostsNobodyHisPlace() {
        provider.keepLabels(true);
        made("i-1", RECORDED, null, Phase.RUNNING);
        made("i-2", "d2dupcnalkler6xugpramkgv7fnrj7fp", null, Phase.RUNNING);
        made("i-3", RECORDED, null, Phase.RUNNING);
        Instance other = instance("i-2");

        JsonNode imported = groups.post(IMPORT, recorded(1)).expect(201).json();
        assertThat(said(imported)).hasSize(3).element(2).asString().contains("i-3 the group has no room for it");
        groups.converge(name);

        assertThat(provisioned()).isZero();
        assertThat(provider.instances()).hasSize(3).contains(other);
        assertThat(instance("i-3").token()).isNull();

        JsonNode grown = groups.post(IMPORT, recorded(2)).expect(200).json();
        assertThat(grown.path("change").asString()).isEqualTo("size");
        assertThat(said(grown))
                .element(0)
                .asString()
                .isEqualTo("i-1 it is the member "
                        + imported.at("/instances/0/member").asString() + " already");
        assertThat(grown.at("/instances/2/adopted").asBoolean()).isTrue();
        groups.converge(name);
        assertThat(provisioned()).isZero();
        assertThat(groups.members(name)).hasSize(2);
    }

    @Test
    void theSameImportAgainChangesNothing() {
        provider.keepLabels(true);
        made("i-1", RECORDED, null, Phase.RUNNING);
        groups.post(IMPORT, recorded(1)).expect(201);
        groups.converge(name);
        List<Instance> before = provider.instances();
        List<String> events = groups.events(name);
        int calls = calls();

        Answer again = groups.post(IMPORT, recorded(1)).expect(200);
        assertThat(again.text("/change")).isEqualTo("none");
        assertThat(again.header("ETag")).isEqualTo("\"1\"");
        assertThat(again.json().at("/instances/0/adopted").asBoolean(true)).isFalse();
        assertThat(again.json().path("notes")).isEmpty();
        assertThat(again.json().at("/forecast/actions")).isEmpty();
        assertThat(provider.instances()).isEqualTo(before);
        assertThat(groups.events(name)).isEqualTo(events);
        assertThat(calls()).isEqualTo(calls);
    }

    /** Another configuration is another revision: what was made of it joins there, while the others are rolled. */
    @Test
    void aSecondConfigurationBringsItsOwnMachines() {
        provider.keepLabels(true);
        made("i-1", RECORDED, null, Phase.RUNNING);
        made("i-2", hash(recorded(2).replace("\"x\": 1", "\"x\": 2")), null, Phase.RUNNING);
        groups.post(IMPORT, recorded(1)).expect(201);
        groups.converge(name);

        JsonNode second = groups.post(IMPORT, recorded(2).replace("\"x\": 1", "\"x\": 2"))
                .expect(200)
                .json();
        String joined = second.at("/instances/1/member").asString("");
        assertThat(joined).isNotEmpty();
        groups.converge(name);
        assertThat(groups.members(name)).hasSize(2).contains(joined);
        assertThat(instance("i-2").labels()).containsEntry("drover.revision", "2");
        assertThat(provider.instances())
                .hasSize(2)
                .noneMatch(it -> it.id().value().equals("i-1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            application/json | {"kind": "group", "version": "", "metadata": {"name": "mystack/NAME", "tags": null}, \
            "properties": {"Allocation": {"Size": 0}, "Flavor": {"Plugin": "vanilla", "Properties": {}}, \
            "Instance": {"Plugin": "simulator/compute", "Properties": {"x": 1}}}}
            application/json | {"id": "NAME", "properties": {"allocation": {"size": 0}, "flavor": {"plugin": "vanilla", "properties": {}}, \
            "instance": {"plugin": "simulator/compute", "properties": {"x": 1.0}}}}
            application/yaml | {kind: group, metadata: {name: NAME}, properties: {Allocation: {Size: 0}, \
            Flavor: {Plugin: vanilla, Properties: {}}, Instance: {Plugin: simulator/compute, Properties: {x: 1}}}}
            application/yaml | {ID: NAME, Properties: {Allocation: {Size: 0}, Flavor: {Plugin: vanilla, Properties: {}}, \
            Instance: {Plugin: simulator/compute, Properties: {x: 1}}}}
            """)
    void everyFormIsTheSameGroup(String type, String body) {
        JsonNode preview = groups.post(IMPORT + "?dryRun=true", body.replace("NAME", name), "Content-Type", type)
                .expect(200)
                .json();
        assertThat(preview.path("name").asString()).isEqualTo(name);
        assertThat(preview.path("configurationHash").asString()).isEqualTo(RECORDED);
        assertThat(preview.at("/spec/allocation/size").asInt(-1)).isZero();
    }

    @Test
    void whatHasNoEquivalentIsNamed() {
        JsonNode preview = groups.post(IMPORT + "?dryRun=true", """
                        {"kind": "group", "metadata": {"name": "%s", "tags": {"a": "b"}}, "options": {"poll": "1s"}, "properties": {
                         "Instance": {"Plugin": "simulator/compute", "Properties": {"x": 1}},
                         "Allocation": {"Size": 1}, "Updating": {"Duration": "30s", "Count": 2}}}
                        """.formatted(name))
                .expect(200)
                .json();
        assertThat(texts(preview.path("notes")))
                .hasSize(3)
                .anyMatch(it -> it.contains("metadata.tags"))
                .anyMatch(it -> it.contains("options"))
                .anyMatch(it -> it.contains("Updating.Count"));
        assertThat(preview.at("/spec/update/minReady").asString()).isEqualTo("30s");
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnceOfWhatWasSent() {
        made("i-1", RECORDED, null, Phase.RUNNING);
        String wrong = """
                {"Properties": {"Instance": {"Properties": {"x": "one", "y": 2}}, "Flavor": {"Plugin": "vanila"},
                 "Allocation": {"Size": -1, "Sise": 3}, "Updating": {"Duration": "soon"}}}
                """;
        for (String path : List.of(IMPORT, IMPORT + "?dryRun=true")) {
            assertThat(groups.post(path, wrong).refused(422, "validation").violations())
                    .containsExactly(
                            "/ID",
                            "/Properties/Allocation/Sise",
                            "/Properties/Allocation/Size",
                            "/Properties/Flavor/Plugin",
                            "/Properties/Instance/Plugin",
                            "/Properties/Updating/Duration");
        }
        assertThat(groups.post(IMPORT, """
                        {"ID": "web", "Properties": {"Instance": {}, "Allocation": {"Size": 1}}}
                        """).refused(422, "validation").violations())
                .containsExactly("/Properties/Instance/Plugin");
        assertThat(groups.post(IMPORT, """
                        {"kind": "group", "metadata": {"name": "Not_A_Name"}, "properties": {
                         "instance": {"plugin": "simulator/compute", "properties": {"x": "one", "y": 2}},
                         "allocation": {"size": 2, "logicalids": ["a", "b", "a"]}}}
                        """).refused(422, "validation").violations())
                .containsExactly(
                        "/metadata/name",
                        "/properties/allocation/logicalids/2",
                        "/properties/allocation/size",
                        "/properties/instance/properties/x",
                        "/properties/instance/properties/y");
        assertThat(groups.post(IMPORT, "{\"kind\": \"ingress\", \"metadata\": {\"name\": \"a\"}}")
                        .refused(422, "validation")
                        .violations())
                .contains("/kind");
        assertThat(groups.post(IMPORT, recorded(1).replace("simulator/compute", "nobody/knows"))
                        .refused(422, "validation")
                        .violations())
                .containsExactly("/Properties/Instance/Plugin");
        assertThat(groups.post(IMPORT, recorded(1).replaceFirst("\"Allocation\".*?},", ""))
                        .refused(422, "validation")
                        .violations())
                .containsExactly("/Properties/Allocation/Size");
        assertThat(groups.post(IMPORT, recorded(1).replace("\"Count\"", "\"duration\": \"1s\", \"Count\""))
                        .refused(422, "validation")
                        .violations())
                .containsExactly("/Properties/Updating");
        groups.post(IMPORT, "[]").refused(400, "malformed");
        groups.post(IMPORT, recorded(1), "If-Match", "\"3\"").refused(412, "generation-moved");
        assertThat(instance("i-1").labels()).doesNotContainKey(Labels.OWNER);
        assertThat(calls()).isZero();
    }

    @Test
    void aPetIsTakenOverUnderItsLogicalId() {
        made("i-1", RECORDED, "db-1", Phase.RUNNING);
        made("i-2", RECORDED, "db-9", Phase.RUNNING);
        made("i-3", RECORDED, null, Phase.RUNNING);

        JsonNode imported = groups.post(IMPORT, pets()).expect(201).json();
        assertThat(said(imported))
                .element(1)
                .asString()
                .isEqualTo("i-2 its infrakit.logical_id 'db-9' is not declared");
        assertThat(said(imported)).element(2).asString().startsWith("i-3 it has no label infrakit.logical_id");
        String member = imported.at("/instances/0/member").asString();
        groups.converge(name);
        assertThat(groups.get("/v1/members/" + member).text("/member/logicalId"))
                .isEqualTo("db-1");
        assertThat(groups.members(name)).hasSize(2).contains(member);
        assertThat(provisioned()).isEqualTo(1);
    }

    /** A pet that runs already must not be made a second time. */
    @Test
    void aPetThatCannotBeTakenOverKeepsItsDoubleFromBeingMade() {
        made("i-1", "d2dupcnalkler6xugpramkgv7fnrj7fp", "db-1", Phase.RUNNING);
        made("i-2", RECORDED, "db-2", Phase.RUNNING);
        made("i-3", RECORDED, "db-2", Phase.RUNNING);
        for (String path : List.of(IMPORT, IMPORT + "?dryRun=true")) {
            Answer refused = groups.post(path, pets()).refused(422, "validation");
            assertThat(refused.violations())
                    .containsExactly("/Properties/Allocation/LogicalIDs/0", "/Properties/Allocation/LogicalIDs/1");
            assertThat(refused.body()).contains("is running as i-1", "made from something else", "is running as i-3");
        }
        groups.get("/v1/groups/" + name).refused(404, "not-found");
        assertThat(instance("i-2").token()).isNull();
    }

    /** The labels come before the declaration: without them nothing is declared, and no machine is made in another's place. */
    @Test
    void nothingIsDeclaredWhileNotAllHaveTheirLabels() {
        made("i-1", RECORDED, null, Phase.RUNNING);
        made("i-2", RECORDED, null, Phase.RUNNING);
        provider.faults().down(Call.LABEL);
        groups.post(IMPORT, recorded(2)).refused(502, "provider-unreachable");
        groups.get("/v1/groups/" + name).refused(404, "not-found");
        provider.faults().down(Call.DESCRIBE);
        groups.post(IMPORT, recorded(2)).refused(502, "provider-unreachable");
        groups.post(IMPORT + "?dryRun=true", recorded(2)).refused(502, "provider-unreachable");
        provider.faults().down();

        groups.post(IMPORT, recorded(2)).expect(201);
        groups.converge(name);
        assertThat(provisioned()).isZero();
        assertThat(provider.instances()).hasSize(2);
    }

    /** As after a death between the labels and the declaration. */
    @Test
    void whatWasLabelledInVainKeepsItsToken() {
        made("i-1", RECORDED, null, Phase.RUNNING);
        made("i-2", RECORDED, null, Phase.RUNNING);
        provider.faults().loseAnswer(Call.LABEL);
        provider.faults().loseAnswer(Call.LABEL);
        groups.post(IMPORT, recorded(2)).refused(502, "provider-unreachable");
        Map<String, Token> given = tokens();
        assertThat(given).hasSize(2);
        eventually()
                .until(() -> jdbc.sql("select count(*) from orphan")
                                .query(Long.class)
                                .single()
                        == 0);

        groups.post(IMPORT, recorded(2)).expect(201);
        groups.converge(name);
        assertThat(tokens()).isEqualTo(given);
        assertThat(provisioned()).isZero();
    }

    @Test
    void whatIsSomebodyElsesIsNotTakenOver() {
        made("i-1", RECORDED, null, Phase.RUNNING);
        provider.add(with("i-1", Map.of(Labels.OWNER, "another drover"), null));
        made("i-2", RECORDED, null, Phase.RUNNING);
        provider.add(with("i-2", Map.of(), UUID.randomUUID().toString()));
        JsonNode preview =
                groups.post(IMPORT + "?dryRun=true", recorded(2)).expect(200).json();
        assertThat(said(preview))
                .containsExactly(
                        "i-1 it belongs to another Drover, with the owner 'another drover'",
                        "i-2 it carries a token that nobody here knows");
    }

    @Test
    void aMachineThatWasLetGoIsNotTakenBackByTheNextImport() {
        provider.keepLabels(true);
        made("i-1", RECORDED, null, Phase.RUNNING);
        String member = groups.post(IMPORT, recorded(1)).expect(201).text("/instances/0/member");
        groups.post("/v1/groups/" + name + "/pause", "{\"processes\": [\"fill\"]}")
                .expect(200);
        groups.post("/v1/members/" + member + "/detach", "{\"keepLabels\": true}")
                .expect(200);
        eventually().until(() -> groups.members(name).isEmpty());
        JsonNode again =
                groups.post(IMPORT + "?dryRun=true", recorded(1)).expect(200).json();
        assertThat(said(again)).element(0).asString().contains("was the instance of " + member, "/adopt");
    }

    @Test
    void whatThereIsRoomForByNowIsTakenOverThoughNothingElseChanges() {
        made("i-1", RECORDED, null, Phase.RUNNING);
        groups.post(IMPORT, recorded(0)).expect(201);
        groups.post("/v1/groups/" + name + "/pause", "{\"processes\": [\"fill\"]}")
                .expect(200);
        groups.post("/v1/groups/" + name + "/scale", "{\"size\": 1}").expect(200);
        JsonNode imported = groups.post(IMPORT, recorded(1), "Drover-Message", "the move")
                .expect(200)
                .json();
        assertThat(imported.path("change").asString()).isEqualTo("none");
        assertThat(imported.path("generation").asInt()).isEqualTo(2);
        String member = imported.at("/instances/0/member").asString();
        groups.converge(name);
        assertThat(groups.members(name)).containsExactly(member);
        assertThat(groups.get("/v1/events?type=MemberAdopted&limit=1")
                        .expect(200)
                        .items("/provenance/message"))
                .containsExactly("the move");
    }

    @Test
    void withoutAdoptionNothingIsLookedFor() {
        made("i-1", RECORDED, null, Phase.RUNNING);
        provider.faults().down(Call.DESCRIBE);
        JsonNode imported =
                groups.post(IMPORT + "?adopt=false", recorded(0)).expect(201).json();
        assertThat(imported.path("instances")).isEmpty();
        provider.faults().down();
        groups.converge(name);
        assertThat(instance("i-1").token()).isNull();
    }

    /** How many machines Drover made. */
    private int provisioned() {
        return provider.provisioned().size() - provisioned;
    }

    /** Two who import at once have one machine between them, and give it one token. */
    @Test
    void twoImportsAtOnceTakeItOverOnce() {
        made("i-1", RECORDED, null, Phase.RUNNING);
        Hang hang = provider.faults().hang(Call.LABEL);
        List<CompletableFuture<Answer>> both = Stream.of(1, 2)
                .map(it -> CompletableFuture.supplyAsync(() -> groups.post(IMPORT, recorded(1))))
                .toList();
        eventually().until(() -> calls() == 2);
        hang.release();
        assertThat(both).extracting(it -> it.join().status()).containsOnly(200, 201);
        groups.converge(name);
        assertThat(provisioned()).isZero();
        assertThat(groups.members(name)).hasSize(1);
        assertThat(tokens().get("i-1"))
                .isEqualTo(new Token(jdbc.sql(
                                "select distinct token from call_by_hand where provider_id = 'i-1' and called_at >= :begun")
                        .param("begun", begun)
                        .query(String.class)
                        .single()));
    }

    private static List<String> said(JsonNode imported) {
        return StreamSupport.stream(imported.path("instances").spliterator(), false)
                .map(it -> it.path("id").asString() + " " + it.path("member").asString("")
                        + it.path("because").asString(""))
                .toList();
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asString)
                .toList();
    }

    private String hash(String document) {
        return groups.post(IMPORT + "?dryRun=true", document).expect(200).text("/configurationHash");
    }

    private int calls() {
        return jdbc.sql(
                        "select count(*) from call_by_hand where provider = 'simulator/compute' and called_at >= :begun")
                .param("begun", begun)
                .query(Integer.class)
                .single();
    }

    private Map<String, Token> tokens() {
        Map<String, Token> tokens = new HashMap<>();
        provider.instances().stream()
                .filter(it -> it.token() != null)
                .forEach(it -> tokens.put(it.id().value(), Objects.requireNonNull(it.token())));
        return tokens;
    }

    private Instance with(String id, Map<String, String> labels, @Nullable String token) {
        Instance it = instance(id);
        Map<String, String> all = new HashMap<>(it.labels());
        all.putAll(labels);
        return new Instance(
                it.id(), token == null ? null : new Token(token), all, it.phase(), List.of(), Map.of(), null);
    }

    private String pets() {
        return recorded(0).replace("\"LogicalIDs\": null", "\"LogicalIDs\": [\"db-1\", \"db-2\"]");
    }

    /** A machine as InfraKit makes it for the group. */
    private void made(String id, @Nullable String hash, @Nullable String pet, Phase phase) {
        Map<String, String> tags = new HashMap<>(Map.of("infrakit.group", name, "simulator", "simulator"));
        if (hash != null) {
            tags.put("infrakit.config.hash", hash);
        }
        if (pet != null) {
            tags.put("infrakit.logical_id", pet);
        }
        provider.add(new Instance(new ProviderId(id), null, tags, phase, List.of(), Map.of(), null));
    }

    private String recorded(int size) {
        return """
                {"ID": "%s", "Properties": {"Instance": {"Plugin": "simulator/compute", "Properties": {"x": 1}},
                 "Flavor": {"Plugin": "vanilla", "Properties": {}}, "Allocation": {"Size": %d, "LogicalIDs": null},
                 "Updating": {"Duration": "0s", "Count": 0, "SkipBeforeInstanceDestroy": null}}}
                """.formatted(name, size);
    }

    private Instance instance(String id) {
        return provider.instances().stream()
                .filter(it -> it.id().value().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
