package dev.drover.application;

import static dev.drover.application.Groups.eventually;
import static dev.drover.application.Groups.newName;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.provider.Installation;
import dev.drover.provider.fake.FakeProvider;
import dev.drover.provider.fake.Faults.Call;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Labels;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.Token;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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

    @BeforeEach
    void alone() {
        provider = groups.provider("simulator/compute");
        assertThat(provider.instances()).isEmpty();
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
        assertThat(provider.provisioned()).hasSize(1);
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
                .containsExactly("simulator/compute gave 1795348456280301366 our labels, so that a group can take it over");

        groups.remove("workers");
        assertThat(provider.instances()).isEmpty();
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
