package dev.drover.infrakit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class GroupTranslationTests {
    private static final JsonMapper JSON = JsonMapper.shared();

    @Test
    void aGroupBecomesASpec() {
        GroupTranslation translation = translated("""
                {"ID": "workers", "Properties": {
                  "Allocation": {"Size": 3},
                  "Instance": {"Plugin": "simulator/compute", "Properties": {"x": 1}},
                  "Flavor": {"Plugin": "vanilla", "Properties": {
                    "Init": ["a", "b"], "Tags": {"Tier": "web"}, "Attachments": [{"ID": "v", "Type": "ebs"}]}},
                  "Updating": {"Duration": "1m30s", "Count": 0, "SkipBeforeInstanceDestroy": "drain"}}}
                """);

        assertThat(translation.spec()).isEqualTo(json("""
                {"name": "workers",
                 "allocation": {"size": 3},
                 "instance": {"provider": "simulator/compute", "properties": {"x": 1}},
                 "flavor": {"provider": "vanilla", "properties": {
                   "init": ["a", "b"], "tags": {"Tier": "web"}, "attachments": [{"id": "v", "type": "ebs"}]}},
                 "update": {"minReady": "1m30s"},
                 "drain": {"timeout": "0s", "onTimeout": "destroy"}}
                """));
        assertThat(translation.withoutEquivalent()).isEmpty();
    }

    @Test
    void namesAreReadInAnyCase() {
        assertThat(translated("""
                {"id": "w", "properties": {"allocation": {"logicalids": ["a", "b"]}, "INSTANCE": {"plugin": "p"}}}
                """).spec()).isEqualTo(json("""
                {"name": "w", "allocation": {"logicalIds": ["a", "b"]}, "instance": {"provider": "p"},
                 "update": {"minReady": "0s"}}
                """));
    }

    @Test
    void theFlavorsOfAComboAreEachInTheirOwnWords() {
        assertThat(translated("""
                {"Properties": {"Flavor": {"plugin": "combo", "properties": {"FLAVORS": [
                  {"PLUGIN": "vanilla", "properties": {"Init": ["x"], "Tags": null}},
                  {"Plugin": "swarm/worker", "Properties": {"Init": ["y"]}},
                  {"Plugin": "vanilla", "Properties": null, "More": 1}, 7], "Other": true}}}}
                """).spec().path("flavor")).isEqualTo(json("""
                {"provider": "combo", "properties": {"flavors": [
                  {"provider": "vanilla", "properties": {"init": ["x"]}},
                  {"provider": "swarm/worker", "properties": {"Init": ["y"]}},
                  {"provider": "vanilla", "More": 1}, 7], "Other": true}}
                """));
    }

    @Test
    void aGroupWithoutAnAllocationKeepsItsSize() {
        assertThat(translated("{\"ID\": \"w\", \"Properties\": {}}").spec().has("allocation"))
                .isFalse();
    }

    @Test
    void aGroupOfMoreThanTheUsualMayBeThatLarge() {
        assertThat(translated("{\"ID\": \"w\", \"Properties\": {\"Allocation\": {\"Size\": 4000}}}")
                        .spec()
                        .path("allocation"))
                .isEqualTo(json("{\"size\": 4000, \"max\": 4000}"));
    }

    @Test
    void goodAnswersInARowAreCountedWhereNoTimeIsGiven() {
        assertThat(translated("{\"Properties\": {\"Updating\": {\"Count\": 4}}}")
                        .spec())
                .isEqualTo(json("{\"update\": {\"minReady\": \"0s\"}, \"health\": {\"healthyAfter\": 4}}"));
    }

    @Test
    void whatHasNoEquivalentIsNamed() {
        GroupDocument document = GroupDocument.read(json("""
                {"kind": "group", "version": "Group/0.1.1", "metadata": {"name": "mystack/workers", "tags": {"a": "b"}},
                 "options": {"PollInterval": "1s"}, "extra": 1,
                 "properties": {"Allocation": {"Size": 3, "LogicalIDs": ["a"]}, "Instanze": {},
                   "Updating": {"Duration": "1.5s", "Count": 2, "SkipBeforeInstanceDestroy": "all"}}}
                """));
        GroupTranslation translation = GroupTranslation.of(document.group());

        assertThat(document.ignored())
                .containsExactly(
                        "extra is not known to InfraKit",
                        "metadata.tags are the object's own, and no tags of its instances: they are not taken over",
                        "options has no equivalent",
                        "Properties.Instanze is not known to InfraKit");
        assertThat(translation.withoutEquivalent())
                .containsExactly(
                        "Allocation.Size is 3, but there are 1 LogicalIDs, and these decide",
                        "Updating.Count has no effect beside Updating.Duration",
                        "Updating.SkipBeforeInstanceDestroy 'all' is not known: only 'drain' can be skipped");
        assertThat(translation.spec()).isEqualTo(json("""
                {"name": "workers", "allocation": {"logicalIds": ["a"]}, "update": {"minReady": "1s500ms"}}
                """));
    }

    @Test
    void whatMakesNoSenseIsLeftToWhoeverValidates() {
        assertThat(translated("{\"Properties\": {\"Updating\": {\"Duration\": \"soon\"}}}")
                        .spec()
                        .at("/update/minReady")
                        .asString())
                .isEqualTo("soon");
    }

    @Test
    void whatIsNoGroupIsRefusedWithASentence() {
        assertThatThrownBy(() -> GroupDocument.read(json("[1]"))).hasMessageContaining("ID and Properties");
        assertThatThrownBy(() -> GroupDocument.read(json("{\"kind\": \"ingress\"}")))
                .hasMessage("kind is 'ingress': only 'group' is known here");
        assertThatThrownBy(() -> GroupDocument.read(json("{\"Properties\": {\"Allocation\": {\"Size\": \"three\"}}}")))
                .hasMessageContaining("three");
    }

    @Test
    void aSpecComesBackAsTheGroupThatItWas() {
        for (String properties : List.of("""
                {"Instance": {"Plugin": "simulator/compute", "Properties": {"x": 1}},
                 "Flavor": {"Plugin": "vanilla", "Properties": {}},
                 "Allocation": {"Size": 2, "LogicalIDs": null},
                 "Updating": {"Duration": "0s", "Count": 0, "SkipBeforeInstanceDestroy": null}}
                """, """
                {"Instance": {"Plugin": "p", "Properties": {}},
                 "Flavor": {"Plugin": "vanilla", "Properties": {"Init": ["x"], "Attachments": [{"ID": "v", "Type": "t"}]}},
                 "Allocation": {"Size": 1, "LogicalIDs": ["a"]},
                 "Updating": {"Duration": "1h0m1.5s", "Count": 0, "SkipBeforeInstanceDestroy": "drain"}}
                """, """
                {"Instance": {"Plugin": "p", "Properties": {}},
                 "Flavor": {"Plugin": "combo", "Properties": {"Flavors": [
                   {"Plugin": "vanilla", "Properties": {"Init": ["x"]}}, {"Plugin": "swarm/worker", "Properties": {"Init": ["y"]}},
                   {"Plugin": "vanilla"}]}},
                 "Allocation": {"Size": 7, "LogicalIDs": null},
                 "Updating": {"Duration": "0s", "Count": 3, "SkipBeforeInstanceDestroy": null}}
                """, """
                {"Instance": {"Plugin": "p", "Properties": {}},
                 "Flavor": {"Plugin": "swarm/worker", "Properties": {"Init": ["x"]}},
                 "Allocation": {"Size": 7, "LogicalIDs": null},
                 "Updating": {"Duration": "0s", "Count": 3, "SkipBeforeInstanceDestroy": null}}
                """)) {
            GroupTranslation there = translated("{\"ID\": \"w\", \"Properties\": " + properties + "}");
            int size = json(properties).at("/Allocation/Size").asInt();

            assertThat(WireJson.MAPPER.<JsonNode>valueToTree(GroupTranslation.properties(there.spec(), size)))
                    .isEqualTo(json(properties));
        }
    }

    private static GroupTranslation translated(String group) {
        return GroupTranslation.of(GroupDocument.read(json(group)).group());
    }

    private static JsonNode json(String text) {
        return JSON.readTree(text);
    }
}
