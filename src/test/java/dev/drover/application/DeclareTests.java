package dev.drover.application;

import static dev.drover.application.Groups.newName;
import static dev.drover.application.Groups.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.provider.fake.Faults;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@ApplicationTest
@Tag("postgres")
class DeclareTests {
    @Autowired
    Groups groups;

    private final String name = newName();

    @Test
    void aNewGroupIsCreatedAndTheSameSpecAgainChangesNothing() {
        Answer created = groups.put(name, spec(0)).expect(201);
        assertThat(created.header("ETag")).isEqualTo("\"1\"");
        assertThat(created.text("/name")).isEqualTo(name);
        assertThat(created.text("/change")).isEqualTo("revision");
        assertThat(created.text("/generation")).isEqualTo("1");

        Answer again = groups.put(name, spec(0)).expect(200);
        assertThat(again.text("/change")).isEqualTo("none");
        assertThat(again.header("ETag")).isEqualTo("\"1\"");
        assertThat(groups.events(name))
                .filteredOn(it -> it.startsWith("GroupDeclared"))
                .hasSize(1);
    }

    @Test
    void aGroupCanBePosted() {
        Answer created = groups.post("/v1/groups", named(spec(0))).expect(201);
        assertThat(created.text("/name")).isEqualTo(name);
        assertThat(groups.post("/v1/groups", named(spec(0))).expect(200).text("/change"))
                .isEqualTo("none");
        assertThat(groups.post("/v1/groups", spec(0)).refused(422, "validation").violations())
                .containsExactly("/name");
    }

    @Test
    void aGroupCanBeDeclaredInYaml() {
        String yaml = """
                # with a comment
                allocation: { size: 0 }
                instance:
                  provider: fake
                  properties: { image: good }
                """;
        groups.put(name, yaml, "Content-Type", "application/yaml").expect(201);
        assertThat(groups.put(name, spec(0)).expect(200).text("/change")).isEqualTo("none");
    }

    @Test
    void whatAChangeMeansIsSaid() {
        groups.put(name, spec(0)).expect(201);
        assertChange("size", spec(1).replace("\"size\": 1", "\"size\": 1, \"min\": 1"));
        assertChange("policy", spec(1).replace("\"size\": 1", "\"size\": 1, \"max\": 7"));
        assertChange("none", spec(1).replace("\"size\": 1", "\"max\": 7"));
        assertThat(groups.get("/v1/groups/" + name).text("/generation")).isEqualTo("3");
    }

    @Test
    void anotherInstanceIsANewRevisionOfAGroupWithoutMembers() {
        groups.put(name, spec(0)).expect(201);
        assertChange("revision", spec(0).replace("good", "better"));
        assertThat(groups.put(name, spec(0)).expect(200).text("/generation")).isEqualTo("3");
    }

    @Test
    void otherLabelsAreAPolicyAndReplaceNobody() {
        String group = groups.converged("fake", 1);
        List<String> members = groups.members(group);
        assertThat(groups.put(
                                group,
                                "{\"labels\": {\"a\": \"b\"}," + spec(1).strip().substring(1))
                        .expect(200)
                        .text("/change"))
                .isEqualTo("policy");
        groups.converge(group);
        assertThat(groups.members(group)).isEqualTo(members);
        groups.remove(group);
    }

    @Test
    void aDeclarationCanInsistOnAGeneration() {
        groups.put(name, spec(0), "If-Match", "\"1\"").refused(412, "generation-moved");
        groups.get("/v1/groups/" + name).refused(404, "not-found");
        groups.put(name, spec(0)).expect(201);
        assertThat(groups.put(name, spec(1), "If-Match", "\"1\"").expect(200).header("ETag"))
                .isEqualTo("\"2\"");
        groups.put(name, spec(2), "If-Match", "\"1\"").refused(412, "generation-moved");
        groups.put(name, spec(1), "If-Match", "\"1\"").refused(412, "generation-moved");
        groups.put(name, spec(2), "If-Match", "1").refused(400, "malformed");
        assertThat(groups.get("/v1/groups/" + name).text("/spec/allocation/size"))
                .isEqualTo("1");
        groups.remove(name);
    }

    @Test
    void aDeclarationCanInsistOnANewGroup() {
        groups.put(name, spec(0), "If-None-Match", "*").expect(201);
        groups.put(name, spec(0), "If-None-Match", "*").refused(412, "already-exists");
        groups.post("/v1/groups", named(spec(0)), "If-None-Match", "*").refused(412, "already-exists");
        groups.put(name, spec(0), "If-None-Match", "\"1\"").refused(400, "malformed");
    }

    @Test
    void theBodyMayOnlyNameTheGroupOfThePath() {
        groups.put(name, named(spec(0))).expect(201);
        assertThat(groups.put(newName(), named(spec(0)))
                        .refused(422, "validation")
                        .violations())
                .containsExactly("/name");
        groups.put("Web!", spec(0)).refused(422, "validation");
        groups.put("a".repeat(41), spec(0)).refused(422, "validation");
        groups.put("a".repeat(40), spec(0)).expect(201);
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnceAndNothingIsStored() {
        Answer refused = groups.put(name, """
                {
                  "allocation": {"size": "three", "logicalIds": ["a"]},
                  "instance": {"provider": "dokcer", "propertys": {}},
                  "health": {"http": {"port": true}},
                  "colour": "blue"
                }
                """).refused(422, "validation");
        assertThat(refused.violations())
                .contains("/allocation/size", "/colour", "/health/http/port", "/instance/propertys")
                .contains("/instance/provider")
                .isSorted();
        assertThat(refused.text("/detail")).contains("nothing was changed");
        groups.get("/v1/groups/" + name).refused(404, "not-found");
        groups.get("/v1/groups/" + name + "/events").refused(404, "not-found");
    }

    @Test
    void theProvidersOwnWordsArePassedOn() {
        Answer refused = groups.put(name, spec(1).replace("good", "broken")).refused(422, "validation");
        assertThat(refused.violations()).containsExactly("/instance/properties/image");
        assertThat(refused.text("/violations/0/message")).contains("there is no image broken");
    }

    @Test
    void aNewGroupNeedsASize() {
        String sizeless = "{\"instance\": {\"provider\": \"fake\"}}";
        assertThat(groups.put(name, sizeless).refused(422, "validation").violations())
                .containsExactly("/allocation/size");
        groups.put(name, spec(0).replace("\"size\": 0", "\"min\": 5")).refused(422, "validation");
    }

    @Test
    void whatIsNotSupportedYetIsNamed() {
        String spec = """
                {
                  "allocation": {"logicalIds": ["db-1"]},
                  "instance": {"provider": "fake", "properties": {"image": "${secret:image}"}},
                  "update": {"maxUnavailable": 1}, "drain": {"timeout": "5m"}, "scaleIn": {"prefer": "newest"},
                  "protection": {"delete": true}
                }
                """;
        Answer refused = groups.put(name, spec).refused(422, "not-supported");
        assertThat(refused.violations()).containsExactly("/instance/properties/image");
        assertThat(refused.text("/detail")).contains("/instance/properties/image");
        groups.get("/v1/groups/" + name).refused(404, "not-found");
    }

    @Test
    void aGroupThatIsBeingDeletedCannotBeDeclared() {
        groups.put(name, spec("fragile", 1)).expect(201);
        Groups.eventually().until(() -> groups.provider("fragile").instances().size() == 1);
        groups.provider("fragile").faults().down(Faults.Call.DESTROY);
        groups.delete("/v1/groups/" + name).expect(202);
        groups.put(name, spec(2)).refused(409, "deleting");
        groups.put(name, spec(1)).refused(409, "deleting");
        groups.post("/v1/groups/" + name + "/scale", "{\"size\": 2}").refused(409, "deleting");
        groups.provider("fragile").faults().down();
        groups.step(Duration.ofSeconds(20)); // so that it is tried again
        groups.gone(name);
        groups.put(name, spec(0)).expect(201);
    }

    private void assertChange(String expected, String spec) {
        assertThat(groups.put(name, spec).expect(200).text("/change")).isEqualTo(expected);
    }

    private String named(String spec) {
        return "{\"name\": \"" + name + "\"," + spec.strip().substring(1);
    }
}
