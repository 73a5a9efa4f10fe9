package dev.drover.application;

import static dev.drover.application.Groups.eventually;
import static dev.drover.application.Groups.newName;
import static dev.drover.application.Groups.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.provider.fake.FakeProvider;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Phase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Groups whose members have an identity, on the running service. */
@ApplicationTest
class PetTests {
    @Autowired
    Groups groups;

    @Test
    void thereIsOneMemberForEachLogicalIdAndItsIndexStays() {
        String name = newName();
        groups.put(name, pets("fragile", "good", "db-1", "db-2", "db-3")).expect(201);
        groups.converge(name);
        Map<String, Integer> before = indices(name);
        assertThat(before).containsOnlyKeys("db-1", "db-2", "db-3").containsValues(0, 1, 2);
        assertThat(groups.get("/v1/groups/" + name)
                        .json()
                        .at("/spec/update/maxUnavailable")
                        .asInt())
                .isEqualTo(1);

        FakeProvider provider = groups.provider("fragile");
        Instance broken = provider.instances().getFirst();
        List<String> members = groups.members(name);
        provider.phase(broken.id(), Phase.STOPPED);
        eventually().until(() -> !groups.members(name).equals(members));
        groups.converge(name);

        assertThat(indices(name)).isEqualTo(before);
        groups.remove(name);
    }

    @Test
    void theListOfIdsMayChange() {
        String name = newName();
        groups.put(name, pets("fake", "good", "a", "b")).expect(201);
        groups.converge(name);
        List<String> before = groups.members(name);

        assertThat(groups.put(name, pets("fake", "good", "b", "c")).expect(200).text("/change"))
                .isEqualTo("policy");
        groups.converge(name);

        assertThat(indices(name)).containsOnlyKeys("b", "c");
        assertThat(groups.members(name)).containsAnyElementsOf(before);
        groups.remove(name);
    }

    @Test
    void petsAreRolledWithoutEverTwoOfOneId() {
        String name = newName();
        groups.put(name, pets("fake", "good", "a", "b")).expect(201);
        groups.converge(name);
        Map<String, Integer> before = indices(name);

        groups.put(name, pets("fake", "better", "a", "b")).expect(200);
        groups.converge(name);

        assertThat(indices(name)).isEqualTo(before);
        assertThat(groups.status(name).at("/rollout/state").asString()).isEqualTo("succeeded");
        groups.remove(name);
    }

    @Test
    void destroyingAPetWithShrinkTakesItsIdFromTheList() {
        String name = newName();
        groups.put(name, pets("fake", "good", "a", "b")).expect(201);
        groups.converge(name);
        String first = member(name, "a");

        groups.post("/v1/members/" + first + "/destroy", "{\"shrink\": true}").expect(200);
        groups.converge(name);

        assertThat(indices(name)).containsOnlyKeys("b");
        assertThat(groups.get("/v1/groups/" + name + "/spec")
                        .json()
                        .at("/allocation/logicalIds")
                        .toString())
                .isEqualTo("[\"b\"]");
        groups.remove(name);
    }

    @Test
    void cattleDoNotBecomePetsWhileTheyLiveNorTheOtherWayRound() {
        String cattle = groups.converged("fake", 1);
        assertThat(groups.put(cattle, pets("fake", "good", "a"))
                        .refused(422, "validation")
                        .violations())
                .containsExactly("/allocation");
        groups.remove(cattle);

        String pets = newName();
        groups.put(pets, pets("fake", "good", "a")).expect(201);
        groups.converge(pets);
        groups.put(pets, spec("fake", 1)).refused(422, "validation");
        assertThat(groups.post("/v1/groups/" + pets + "/scale", "{\"size\": 2}")
                        .refused(422, "validation")
                        .violations())
                .containsExactly("/size");
        groups.put(pets, pets("fake", "good")).expect(200);
        groups.converge(pets);
        groups.put(pets, spec("fake", 1)).expect(200);
        groups.converge(pets);
        groups.remove(pets);
    }

    private Map<String, Integer> indices(String name) {
        Map<String, Integer> indices = new HashMap<>();
        for (JsonNode member :
                groups.get("/v1/groups/" + name + "/members").expect(200).json().path("items")) {
            indices.put(
                    member.path("logicalId").asString(), member.path("index").asInt());
        }
        return indices;
    }

    private String member(String name, String logicalId) {
        for (JsonNode member :
                groups.get("/v1/groups/" + name + "/members").expect(200).json().path("items")) {
            if (member.path("logicalId").asString().equals(logicalId)) {
                return member.path("id").asString();
            }
        }
        throw new AssertionError("no member has the logical id " + logicalId);
    }

    private static String pets(String provider, String image, String... ids) {
        String list = ids.length == 0 ? "" : "\"" + String.join("\", \"", ids) + "\"";
        return """
                {"allocation": {"logicalIds": [%s]},
                 "instance": {"provider": "%s", "properties": {"image": "%s"}}}
                """.formatted(list, provider, image);
    }
}
