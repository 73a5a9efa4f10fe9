package dev.drover.application;

import static dev.drover.application.Groups.eventually;
import static dev.drover.application.Groups.newName;
import static dev.drover.application.Groups.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.provider.fake.FakeProvider;
import dev.drover.provider.fake.Faults;
import dev.drover.provider.spi.DestroyReason;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.Token;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@ApplicationTest
class DetachTests {
    @Autowired
    Groups groups;

    private FakeProvider provider;
    private String name = newName();

    @BeforeEach
    void fragile() {
        provider = groups.provider("fragile");
    }

    @AfterEach
    void leaveNothing() {
        provider.faults().down();
        provider.instances().forEach(it -> provider.destroy(it.id(), token(it), DestroyReason.TERMINATE));
    }

    private static Token token(Instance instance) {
        return Objects.requireNonNull(instance.token());
    }

    @Test
    void aDetachedMachineIsNeverTouchedAgain() {
        name = groups.converged("fragile", 2);
        Instance kept = provider.instances().getFirst();
        String member = memberOf(kept);

        Answer answer = detach(member, "").expect(200);
        assertThat(answer.text("/id")).isEqualTo(member);
        eventually().until(() -> !groups.members(name).contains(member));
        groups.converge(name);

        eventually().until(() -> labels(kept).isEmpty()); // those of ours go, and nothing else is done to it
        assertThat(provider.instances()).hasSize(3);
        assertThat(groups.get("/v1/groups/" + name + "/spec").text("/allocation/size"))
                .isEqualTo("2");
        JsonNode ended = groups.get("/v1/members/" + member).expect(200).json();
        assertThat(ended.at("/member/endedBecause").asString())
                .isEqualTo("detached by anonymous: its instance is left alone");
        assertThat(ended.at("/member/leavingSince").isNull()).isTrue();
        assertThat(StreamSupport.stream(ended.path("history").spliterator(), false)
                        .filter(it -> !it.path("actor").isNull())
                        .map(it -> it.path("type").asString()))
                .containsExactly("MemberDetachRequested", "MemberEnded");

        int looks = provider.faults().calls(Faults.Call.DESCRIBE);
        groups.remove(name);
        eventually().until(() -> provider.faults().calls(Faults.Call.DESCRIBE) > looks + 1);
        assertThat(provider.instances()).extracting(Instance::id).containsExactly(kept.id());
        assertThat(groups.events(name))
                .filteredOn(it -> it.startsWith("InstanceUnlabelled"))
                .containsExactly("InstanceUnlabelled its instance carries no label of ours any more");
        detach(member, "").refused(409, "blocked");
    }

    @Test
    void aDetachedMachineThatStopsIsNobodysBusiness() {
        name = groups.converged("fragile", 1);
        Instance kept = provider.instances().getFirst();
        detach(memberOf(kept), "{\"shrink\": true}").expect(200);
        eventually().until(() -> groups.members(name).isEmpty());
        groups.converge(name);
        long before = groups.events(name).size();

        provider.phase(kept.id(), Phase.STOPPED);
        int looks = provider.faults().calls(Faults.Call.DESCRIBE);
        eventually().until(() -> provider.faults().calls(Faults.Call.DESCRIBE) > looks + 1);

        assertThat(groups.events(name)).hasSize((int) before);
        assertThat(provider.instances()).extracting(Instance::id).containsExactly(kept.id());
        groups.remove(name);
    }

    @Test
    void aGroupIsMadeSmallerIfAskedToAndNeverBelowItsMin() {
        groups.put(name, spec("fragile", 2).replace("\"size\": 2", "\"size\": 2, \"min\": 1"))
                .expect(201);
        groups.converge(name);
        String first = groups.members(name).getFirst();
        detach(first, "{\"shrink\": true}").expect(200);
        eventually().until(() -> groups.members(name).size() == 1);
        groups.converge(name);
        assertThat(groups.get("/v1/groups/" + name).text("/generation")).isEqualTo("2");
        assertThat(groups.events(name))
                .filteredOn(it ->
                        it.startsWith("GroupScaled") || it.startsWith("MemberDetach") || it.startsWith("MemberEnded"))
                .containsExactly(
                        "GroupScaled scaled from 2 to 1",
                        "MemberDetachRequested " + first + " is to be detached: its instance is to be left alone",
                        "MemberEnded " + first + " has ended: detached by anonymous: its instance is left alone");

        String last = groups.members(name).getFirst();
        assertThat(detach(last, "shrink: true", "Content-Type", "application/yaml")
                        .refused(422, "validation")
                        .violations())
                .containsExactly("/shrink");
        assertThat(groups.events(name))
                .filteredOn(it -> it.startsWith("MemberDetach"))
                .hasSize(1);
        assertThat(provider.instances()).hasSize(2);
        groups.remove(name);
    }

    @Test
    void aCreateUnderWayIsSettledFirst() {
        Faults.Hang hang = provider.faults().hang(Faults.Call.PROVISION);
        groups.put(name, spec("fragile", 1)).expect(201);
        hang.awaitEntered();
        String member = groups.members(name).getFirst();
        detach(member, "{\"shrink\": true}").expect(200);
        detach(member, "{\"shrink\": true}").expect(200); // asking again changes nothing
        assertThat(groups.members(name)).containsExactly(member);

        hang.release();
        eventually().until(() -> groups.members(name).isEmpty());

        assertThat(provider.instances()).hasSize(1);
        assertThat(groups.get("/v1/members/" + member).text("/member/providerId"))
                .isEqualTo(provider.instances().getFirst().id().value());
        assertThat(groups.get("/v1/groups/" + name).text("/generation")).isEqualTo("2");
        groups.remove(name);
        assertThat(provider.instances()).hasSize(1);
    }

    @Test
    void aMemberThatIsGoingCannotBeDetached() {
        name = groups.converged("fragile", 1);
        String member = groups.members(name).getFirst();
        provider.faults().down(Faults.Call.DESTROY);
        groups.post("/v1/groups/" + name + "/scale", "{\"size\": 0}").expect(200);
        eventually().until(() -> groups.events(name).stream().anyMatch(it -> it.startsWith("DestroyFailed")));

        assertThat(detach(member, "").refused(409, "blocked").text("/detail")).contains("destroy was called");

        groups.delete("/v1/groups/" + name).expect(202);
        detach(member, "").refused(409, "deleting");
        provider.faults().down();
        groups.post("/v1/groups/" + name + "/retry", "").expect(200);
        groups.gone(name);
    }

    @Test
    void whatIsNotUnderstoodChangesNothing() {
        name = groups.converged("fragile", 1);
        String member = groups.members(name).getFirst();
        assertThat(detach(member, "{\"shrink\": \"yes\"}")
                        .refused(422, "validation")
                        .violations())
                .containsExactly("/shrink");
        assertThat(detach(member, "{\"shrinc\": true}")
                        .refused(422, "validation")
                        .violations())
                .containsExactly("/shrinc");
        detach(member, "[]").refused(400, "malformed");
        detach("web-000000", "").refused(404, "not-found");
        detach("nonsense", "").refused(404, "not-found");
        assertThat(groups.members(name)).containsExactly(member);
        groups.remove(name);
    }

    private Answer detach(String member, String body, String... headers) {
        return groups.post("/v1/members/" + member + "/detach", body, headers);
    }

    private Map<String, String> labels(Instance instance) {
        return provider.instances().stream()
                .filter(it -> it.id().equals(instance.id()))
                .findFirst()
                .orElseThrow()
                .labels();
    }

    private static String memberOf(Instance instance) {
        return instance.labels().getOrDefault("drover.member", "");
    }
}
