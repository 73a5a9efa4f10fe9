package dev.drover.application;

import static dev.drover.application.Groups.eventually;
import static dev.drover.application.Groups.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.provider.fake.FakeProvider;
import dev.drover.provider.fake.Faults;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Phase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** From one revision to another, on the running service. */
@ApplicationTest
@Tag("postgres")
class RolloutTests {
    @Autowired
    Groups groups;

    @Test
    void aNewRevisionIsRolledOutMemberByMember() {
        String name = groups.converged("fake", 3);
        List<String> before = groups.members(name);

        assertThat(groups.put(name, revised(3, "{}")).expect(200).text("/change"))
                .isEqualTo("revision");
        groups.converge(name);

        assertThat(groups.members(name)).hasSize(3).doesNotContainAnyElementsOf(before);
        assertThat(types(name))
                .containsSubsequence("RolloutStarted", "CanaryPassed", "RolloutPromoted", "RolloutSucceeded");
        JsonNode rollout = groups.status(name).path("rollout");
        assertThat(rollout.path("state").asString()).isEqualTo("succeeded");
        assertThat(rollout.path("updated").asInt()).isEqualTo(3);
        assertThat(groups.status(name).path("revision").path("current").asInt()).isEqualTo(2);
        assertThat(groups.get("/v1/groups/" + name + "/rollouts").expect(200).items("/revision"))
                .containsExactly("2");
        groups.remove(name);
    }

    @Test
    void anOlderRevisionIsBroughtBack() {
        String name = groups.converged("fake", 1);
        groups.post("/v1/groups/" + name + "/rollback", "{}").refused(409, "superseded");
        groups.put(name, revised(1, "{}")).expect(200);
        groups.converge(name);

        Answer back = groups.post("/v1/groups/" + name + "/rollback", "").expect(200);
        assertThat(back.text("/generation")).isEqualTo("3");
        assertThat(back.text("/spec/instance/properties/image")).isEqualTo("good");
        groups.converge(name);

        assertThat(groups.status(name).path("revision").path("current").asInt()).isEqualTo(1);
        assertThat(types(name)).contains("RolledBack");
        groups.post("/v1/groups/" + name + "/rollback", "{\"revision\": 9}").refused(404, "not-found");
        groups.post("/v1/groups/" + name + "/rollback", "{\"revision\": 0}").refused(422, "validation");
        assertThat(groups.post("/v1/groups/" + name + "/rollback", "{\"revision\": 1}")
                        .expect(200)
                        .text("/generation"))
                .isEqualTo("3");
        groups.remove(name);
    }

    @Test
    void aCanaryWaitsForAPersonWhoPromotesIt() {
        String name = groups.converged("fake", 2);
        groups.put(name, revised(2, "{\"canary\": {\"promote\": \"manual\"}}")).expect(200);
        eventually().until(() -> {
            if (waits(name).contains("readiness")) {
                groups.step(Duration.ofSeconds(10));
            }
            return waits(name).contains("promotion");
        });
        assertThat(groups.status(name).path("size").path("updated").asInt()).isEqualTo(1);
        assertThat(groups.status(name).path("revision").path("admitted").asInt())
                .isEqualTo(1);

        assertThat(groups.post(rollout(name, "1/promote"), "").expect(200).text("/promoted"))
                .isEqualTo("true");
        groups.converge(name);

        assertThat(groups.get(rollout(name, "1")).expect(200).text("/state")).isEqualTo("succeeded");
        groups.post(rollout(name, "1/promote"), "").refused(409, "superseded");
        groups.post(rollout(name, "2/promote"), "").refused(404, "not-found");
        groups.post(rollout(name, "x/pause"), "").refused(400, "malformed");
        groups.remove(name);
    }

    @Test
    void aPausedRolloutStaysWhereItIs() {
        String name = groups.converged("fake", 2);
        groups.put(name, revised(2, "{\"canary\": {\"promote\": \"manual\"}}")).expect(200);
        eventually().until(() -> !groups.status(name).path("rollout").isNull());
        groups.post(rollout(name, "1/pause"), "").expect(200);
        eventually().until(() -> !groups.condition(name, "RolloutPaused").isMissingNode());

        assertThat(groups.post(rollout(name, "1/resume"), "").expect(200).text("/state"))
                .isEqualTo("running");
        groups.post(rollout(name, "1/promote"), "").expect(200);
        groups.converge(name);
        assertThat(types(name)).contains("RolloutPaused", "RolloutResumed");
        groups.remove(name);
    }

    @Test
    void aRolloutWithoutProgressFailsAndAWaitSaysSo() {
        FakeProvider provider = groups.provider("fragile");
        String name = groups.converged("fragile", 1);
        List<String> before = groups.members(name);
        provider.faults().down(Faults.Call.PROVISION);
        try {
            groups.put(name, revised("fragile", 1, "{}")).expect(200);
            eventually()
                    .until(() -> !groups.condition(name, "ProvisioningFailing").isMissingNode());
            groups.step(Duration.ofMinutes(16));
            eventually().until(() -> !groups.condition(name, "RolloutFailed").isMissingNode());
            assertThat(groups.get("/v1/groups/" + name + "/wait")
                            .refused(409, "rollout-failed")
                            .text("/detail"))
                    .contains("no progress");
            assertThat(groups.members(name)).containsAll(before);
        } finally {
            provider.faults().down();
        }

        groups.post("/v1/groups/" + name + "/retry", "").expect(200);
        groups.converge(name);
        assertThat(groups.get("/v1/groups/" + name + "/rollouts").expect(200).items("/state"))
                .containsExactly("succeeded", "failed");
        groups.remove(name);
    }

    @Test
    void aFailedRolloutBringsTheLastGoodRevisionBackIfThatIsDeclared() {
        FakeProvider provider = groups.provider("fragile");
        String name = groups.converged("fragile", 2);
        List<String> before = groups.members(name);
        provider.faults().down(Faults.Call.PROVISION);
        try {
            groups.put(name, revised("fragile", 2, "{\"onFailure\": \"rollback\"}"))
                    .expect(200);
            eventually()
                    .until(() -> !groups.condition(name, "ProvisioningFailing").isMissingNode());
            groups.step(Duration.ofMinutes(16));
            eventually().until(() -> types(name).contains("RolledBack"));
        } finally {
            provider.faults().down();
        }
        groups.converge(name);

        assertThat(groups.members(name)).containsExactlyInAnyOrderElementsOf(before);
        Answer group = groups.get("/v1/groups/" + name).expect(200);
        assertThat(group.text("/generation")).isEqualTo("3");
        assertThat(group.text("/declaredBy")).isEqualTo("drover");
        assertThat(group.text("/spec/instance/properties/image")).isEqualTo("good");
        assertThat(groups.get("/v1/groups/" + name + "/rollouts").expect(200).items("/state"))
                .containsExactly("succeeded", "failed");
        groups.remove(name);
    }

    /** A member that dies in the pass that begins the rollout is replaced by one of the revision that it had. */
    @Test
    void whatDiesBeforeThePromotionIsReplacedAsItWas() {
        FakeProvider provider = groups.provider("fragile");
        String name = groups.converged("fragile", 2);
        groups.post("/v1/groups/" + name + "/pause", "{\"processes\": [\"fill\", \"roll\"]}")
                .expect(200);
        groups.put(name, revised("fragile", 2, "{\"canary\": {\"promote\": \"manual\"}}"))
                .expect(200);
        groups.post("/v1/groups/" + name + "/resume", "{\"processes\": [\"fill\"]}")
                .expect(200);
        Instance one = provider.instances().getFirst();
        provider.phase(one.id(), Phase.STOPPED);
        eventually()
                .until(() -> provider.instances().stream()
                                .filter(it -> it.phase() == Phase.RUNNING)
                                .count()
                        == 2);

        assertThat(groups.status(name).path("size").path("updated").asInt()).isLessThanOrEqualTo(1);
        groups.post("/v1/groups/" + name + "/resume", "").expect(200);
        eventually()
                .until(() -> !groups.get("/v1/groups/" + name + "/rollouts")
                        .items("/id")
                        .isEmpty());
        groups.post(rollout(name, "1/promote"), "").expect(200);
        groups.converge(name);
        groups.remove(name);
    }

    private static String rollout(String name, String rest) {
        return "/v1/groups/" + name + "/rollouts/" + rest;
    }

    private static String revised(int size, String update) {
        return revised("fake", size, update);
    }

    private static String revised(String provider, int size, String update) {
        return spec(provider, size)
                .replace("\"good\"", "\"better\"")
                .replaceFirst("\\{", "{\"update\": " + update + ", ");
    }

    private List<String> waits(String name) {
        return groups.status(name).path("waitingOn").findValuesAsString("what");
    }

    private List<String> types(String name) {
        return groups.events(name).stream()
                .map(it -> it.substring(0, it.indexOf(' ')))
                .toList();
    }
}
