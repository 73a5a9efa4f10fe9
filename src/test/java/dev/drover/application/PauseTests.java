package dev.drover.application;

import static dev.drover.application.Groups.eventually;
import static dev.drover.application.Groups.newName;
import static dev.drover.application.Groups.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.provider.fake.FakeProvider;
import dev.drover.provider.fake.Faults;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderFailure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Pause, resume and retry. */
@ApplicationTest
class PauseTests {
    @Autowired
    Groups groups;

    private String name = newName();

    @Test
    void aPausedRepairReplacesNobodyUntilItIsResumed() {
        FakeProvider provider = groups.provider("fragile");
        name = groups.converged("fragile", 2);
        Answer paused = post("pause", "{\"processes\": [\"repair\"]}").expect(200);
        assertThat(paused.json().path("paused").propertyNames()).containsExactly("repair");
        assertThat(paused.text("/generation")).isEqualTo("1");
        assertThat(paused.header("ETag")).isEqualTo("\"1\"");
        assertThat(paused.json().path("alreadyCalled")).isEmpty();
        eventually().untilAsserted(() -> wait("converged").expect(200)); // nothing of what is paused is needed

        Instance broken = provider.instances().getFirst();
        provider.phase(broken.id(), Phase.STOPPED);

        eventually()
                .until(() -> groups.condition(name, "Paused")
                        .path("reason")
                        .asString()
                        .equals("NeededToBeReady"));
        assertThat(wait("ready").refused(409, "blocked").text("/detail")).startsWith("Paused: repair is paused since ");
        wait("converged").refused(409, "blocked");
        assertThat(groups.status(name).path("waitingOn").findValuesAsString("what"))
                .containsExactly("resume");
        assertThat(provider.instances()).hasSize(2).extracting(Instance::id).contains(broken.id());

        post("resume", "").expect(200);
        assertThat(wait("converged").status()).isIn(200, 504);
        eventually()
                .until(() ->
                        provider.instances().stream().noneMatch(it -> it.id().equals(broken.id())));
        groups.converge(name);
        assertThat(groups.events(name))
                .containsSubsequence("GroupPaused repair is paused", "GroupResumed repair is no longer paused");
        groups.remove(name);
    }

    @Test
    void pausingWhatIsPausedChangesNothing() {
        groups.put(name, spec(0)).expect(201);
        String first = post("pause", "{\"processes\": [\"repair\", \"roll\"]}")
                .expect(200)
                .text("/paused/repair");
        String again =
                post("pause", "{\"processes\": [\"repair\"]}").expect(200).text("/paused/repair");
        assertThat(again).isEqualTo(first);
        Answer all = post("pause", "{}").expect(200);
        assertThat(all.text("/paused/repair")).isEqualTo(first);
        assertThat(all.json().path("paused").propertyNames())
                .containsExactlyInAnyOrder("fill", "shrink", "repair", "roll");
        post("resume", "processes: [fill]", "Content-Type", "application/yaml").expect(200);
        post("resume", "processes: [fill]", "Content-Type", "application/yaml").expect(200);
        assertThat(post("resume", "").expect(200).json().path("paused")).isEmpty();
        post("resume", "").expect(200);

        assertThat(groups.events(name))
                .filteredOn(it -> it.startsWith("GroupPaused") || it.startsWith("GroupResumed"))
                .containsExactly(
                        "GroupPaused repair and roll are paused",
                        "GroupPaused fill and shrink are paused",
                        "GroupResumed fill is no longer paused",
                        "GroupResumed shrink, repair and roll are no longer paused");
        assertThat(groups.get("/v1/groups/" + name + "/events").items("/actor")).contains("anonymous");
        groups.remove(name);
    }

    @Test
    void aBodyThatIsNotUnderstoodChangesNothing() {
        groups.put(name, spec(0)).expect(201);
        for (String command : List.of("pause", "resume")) {
            assertThat(post(command, "{\"processes\": []}")
                            .refused(422, "validation")
                            .violations())
                    .containsExactly("/processes");
            assertThat(post(command, "{\"processes\": [\"repiar\", \"roll\", 3]}")
                            .refused(422, "validation")
                            .violations())
                    .containsExactlyInAnyOrder("/processes/0", "/processes/2");
            assertThat(post(command, "{\"processes\": [\"repair\", \"repair\"]}")
                            .refused(422, "validation")
                            .violations())
                    .containsExactly("/processes");
            assertThat(post(command, "{\"processes\": null}")
                            .refused(422, "validation")
                            .violations())
                    .containsExactly("/processes");
            assertThat(post(command, "{\"process\": [\"repair\"]}")
                            .refused(422, "validation")
                            .violations())
                    .containsExactly("/process");
            post(command, "[]").refused(400, "malformed");
            post(command, "{").refused(400, "malformed");
            post(command, "repair", "Content-Type", "text/html").refused(415, "unsupported-media-type");
            groups.post("/v1/groups/" + name + "/" + command + "?processes=repair", "")
                    .refused(400, "malformed");
            groups.post("/v1/groups/nobody/" + command, "").refused(404, "not-found");
            groups.post("/v1/groups/No!/" + command, "").refused(404, "not-found");
        }
        assertThat(post("retry", "{\"members\": []}").refused(422, "validation").violations())
                .containsExactly("/members");
        groups.post("/v1/groups/nobody/retry", "").refused(404, "not-found");
        assertThat(groups.get("/v1/groups/" + name).json().path("paused")).isEmpty();
        groups.remove(name);
    }

    @Test
    void aGroupThatIsPausedForWhatItDoesNotNeedIsWaitedFor() {
        groups.put(name, spec(0)).expect(201);
        post("pause", "{\"processes\": [\"shrink\", \"repair\", \"roll\"]}").expect(200);
        groups.put(name, spec(1)).expect(200);
        groups.converge(name);
        assertThat(groups.condition(name, "Paused").path("reason").asString()).isEqualTo("NotNeeded");

        groups.put(name, spec(0)).expect(200);
        eventually()
                .until(() -> groups.condition(name, "Paused")
                        .path("reason")
                        .asString()
                        .equals("NeededToConverge"));
        wait("converged").refused(409, "blocked");
        wait("ready").expect(200);
        groups.remove(name); // a deletion goes on
    }

    @Test
    void aGroupThatIsBeingDeletedCannotBePaused() {
        FakeProvider provider = groups.provider("fragile");
        name = groups.converged("fragile", 1);
        post("pause", "").expect(200);
        provider.faults().down(Faults.Call.DESTROY);
        groups.delete("/v1/groups/" + name).expect(202);

        post("pause", "").refused(409, "deleting");
        post("resume", "").refused(409, "deleting");

        eventually().until(() -> groups.events(name).stream().anyMatch(it -> it.startsWith("DestroyFailed")));
        provider.faults().down();
        post("retry", "").expect(200); // and not ten seconds later
        groups.gone(name);
    }

    @Test
    void aRetryEndsABackOff() {
        FakeProvider provider = groups.provider("fragile");
        provider.faults().fail(Faults.Call.PROVISION, ProviderFailure.Kind.OUT_OF_CAPACITY);
        groups.put(name, spec("fragile", 1)).expect(201);
        eventually().until(() -> !groups.condition(name, "ProvisioningFailing").isMissingNode());

        assertThat(post("retry", "").expect(200).text("/generation")).isEqualTo("1");

        eventually().until(() -> provider.instances().size() == 1);
        groups.converge(name);
        assertThat(groups.condition(name, "ProvisioningFailing").isMissingNode())
                .isTrue();
        assertThat(groups.events(name))
                .filteredOn(it -> it.startsWith("GroupRetried"))
                .hasSize(1);
        groups.remove(name);
    }

    @Test
    void aRetryForgivesRepairsThatWereGivenUp() {
        FakeProvider provider = groups.provider("fragile");
        groups.put(name, """
                {"allocation": {"size": 1}, "instance": {"provider": "fragile", "properties": {"image": "good"}},
                 "repair": {"retries": 1, "maxInFlight": 1}}
                """).expect(201);
        for (int retry = 0; retry <= 1; retry++) {
            eventually().until(() -> running(provider).size() == 1);
            provider.phase(running(provider).getFirst().id(), Phase.STOPPED);
        }
        eventually().until(() -> !groups.condition(name, "RepairGaveUp").isMissingNode());

        post("retry", "").expect(200);
        assertThat(wait("converged").status()).isIn(200, 504); // what was so before the retry is told nobody

        eventually().until(() -> running(provider).size() == 1);
        groups.converge(name);
        groups.remove(name);
    }

    private static List<Instance> running(FakeProvider provider) {
        return provider.instances().stream()
                .filter(it -> it.phase() == Phase.RUNNING)
                .toList();
    }

    private Answer post(String command, String body, String... headers) {
        return groups.post("/v1/groups/" + name + "/" + command, body, headers);
    }

    private Answer wait(String until) {
        return groups.get("/v1/groups/" + name + "/wait?timeout=0s&until=" + until);
    }
}
