package dev.drover.application;

import static dev.drover.application.Groups.eventually;
import static dev.drover.application.Groups.newName;
import static dev.drover.application.Groups.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.provider.fake.FakeProvider;
import dev.drover.provider.fake.Faults;
import dev.drover.provider.fake.Faults.Call;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Labels;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderFailure.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Groups that end and leave their instances alone. */
@ApplicationTest
class ReleaseTests {
    @Autowired
    Groups groups;

    private FakeProvider provider;
    private String name = newName();

    @BeforeEach
    void alone() {
        provider = groups.provider("fragile");
        assertThat(provider.instances()).isEmpty();
    }

    @AfterEach
    void leaveNothing() {
        provider.faults().down();
        provider.thawListings();
        groups.delete("/v1/groups/" + name + "?abandon=true");
        groups.gone(name);
        provider.instances().forEach(it -> provider.lose(it.id()));
    }

    @Test
    void aReleasedGroupIsGoneAndItsMachinesLiveOnWithoutOurLabels() {
        groups.put(name, spec("fragile", 2).replaceFirst("\\{", "{\"labels\": {\"team\": \"shop\"}, "))
                .expect(201);
        groups.converge(name);
        List<String> members = groups.members(name);
        List<String> machines = ids();
        Instant before = now();
        groups.step(Duration.ofSeconds(1));

        JsonNode answer =
                release("{}", "Drover-Message", "it moves out").expect(200).json();
        assertThat(answer.path("state").asString()).isEqualTo("releasing");
        groups.gone(name);

        eventually()
                .untilAsserted(() -> assertThat(provider.instances())
                        .extracting(Instance::labels)
                        .containsOnly(Map.of("team", "shop")));
        assertThat(ids()).isEqualTo(machines);
        groups.get("/v1/groups/" + name).refused(404, "not-found");
        groups.get("/v1/groups/" + name + "/wait?until=gone").expect(200);
        assertThat(groups.events(name))
                .contains("GroupReleased group " + name + " is released: none of its members is left");
        JsonNode ended =
                groups.get("/v1/members/" + members.getFirst()).expect(200).json();
        assertThat(ended.at("/member/endedBecause").asString())
                .isEqualTo("released with its group by anonymous: its instance is left alone");
        assertThat(events("GroupReleaseRequested")
                        .getFirst()
                        .at("/provenance/message")
                        .asString())
                .isEqualTo("it moves out");
        assertThat(events("MemberEnded"))
                .hasSize(2)
                .allMatch(it -> it.path("actor").asString().equals("anonymous"));
        eventually().until(() -> events("InstanceUnlabelled").size() == 2);
        assertThat(groups.get("/v1/groups/" + name + "?at=" + before)
                        .expect(200)
                        .text("/state"))
                .isEqualTo("active");

        groups.put(name, spec("fragile", 1)).expect(201); // its name is free
        groups.converge(name);
        assertThat(ids()).hasSize(3).containsAll(machines);
        groups.remove(name);
        assertThat(ids()).isEqualTo(machines);
    }

    @Test
    void releasedMachinesAreNeverTouchedAgainThoughTheyKeepTheirLabels() {
        name = groups.converged("fragile", 2);
        List<Instance> machines = provider.instances();
        release("{\"keepLabels\": true}").expect(200);
        groups.gone(name);

        int looks = provider.faults().calls(Call.DESCRIBE);
        int destroys = provider.faults().calls(Call.DESTROY);
        provider.phase(machines.getFirst().id(), Phase.STOPPED);
        eventually().until(() -> provider.faults().calls(Call.DESCRIBE) > looks + 2);
        assertThat(provider.instances()).hasSize(2).contains(machines.getLast());
        assertThat(provider.faults().calls(Call.DESTROY)).isEqualTo(destroys);
        assertThat(groups.get("/v1/providers/fragile/instances?orphans=true").items("/standing"))
                .containsOnly("released");

        String id = machines.getLast().id().value();
        groups.put(name, spec("fragile", 0)).expect(201);
        groups.post("/v1/groups/" + name + "/pause", "{\"processes\": [\"fill\"]}")
                .expect(200);
        groups.post("/v1/groups/" + name + "/scale", "{\"size\": 1}").expect(200);
        adopt(id).expect(200);
        groups.post("/v1/groups/" + name + "/resume", "").expect(200);
        groups.converge(name);
        assertThat(groups.members(name)).hasSize(1);
        assertThat(ids()).hasSize(2).contains(id);
    }

    @Test
    void whileItIsReleasedEverythingElseIsRefusedWithASentence() {
        name = groups.converged("fragile", 1);
        String member = groups.members(name).getFirst();
        provider.faults().down(Call.DESTROY);
        groups.post("/v1/members/" + member + "/destroy", "").expect(200);
        eventually().until(() -> groups.events(name).stream().anyMatch(it -> it.startsWith("DestroyFailed")));

        JsonNode first = release("").expect(200).json();
        assertThat(first.path("state").asString()).isEqualTo("releasing");
        assertThat(first.path("alreadyCalled").toString()).contains("destroy", member);
        long asked = events("GroupReleaseRequested").size();
        release("").expect(200); // again changes nothing
        assertThat(events("GroupReleaseRequested")).hasSize((int) asked);

        for (Answer refused : List.of(
                groups.put(name, spec("fragile", 3)),
                groups.post("/v1/groups/" + name + "/scale", "{\"size\": 3}"),
                groups.post("/v1/groups/" + name + "/pause", ""),
                groups.post("/v1/groups/" + name + "/resume", ""),
                groups.post("/v1/groups/" + name + "/recreate", "{\"members\": [\"" + member + "\"]}"),
                groups.post("/v1/groups/" + name + "/rollback", ""),
                groups.post("/v1/groups/" + name + "/plan", spec("fragile", 3)),
                groups.post("/v1/groups/" + name + "/adopt", "{\"instances\": [\"x\"]}"),
                groups.post("/v1/members/" + member + "/detach", ""),
                groups.post("/v1/members/" + member + "/protect", ""),
                groups.delete("/v1/groups/" + name),
                groups.get("/v1/groups/" + name + "/wait?timeout=1s"))) {
            assertThat(refused.refused(409, "deleting").text("/detail")).contains("is being released");
        }

        eventually().until(() -> !groups.condition(name, "Releasing").isMissingNode());
        eventually().until(() -> groups.members(name).equals(List.of(member))); // whatever took its place is let go
        assertThat(groups.condition(name, "Releasing").path("message").asString())
                .isEqualTo("1 members are left to let go");
        assertThat(groups.get("/v1/groups/" + name + "/explain").text("/sentences/0/sentence"))
                .isEqualTo(name + " is being released.");
        assertThat(groups.get("/v1/groups/" + name + "/explain").body()).contains("Releasing since");
        Instant during = now();
        groups.step(Duration.ofSeconds(1));
        groups.get("/v1/groups/" + name + "/wait?until=gone&timeout=1s").refused(504, "not-yet");

        provider.faults().down();
        groups.post("/v1/groups/" + name + "/retry", "").expect(200);
        groups.gone(name); // the destroy that was called is carried through
        assertThat(groups.events(name))
                .contains("MemberEnded " + member + " has ended: a listing proved that its instance is gone");
        assertThat(groups.get("/v1/groups/" + name + "?at=" + during)
                        .expect(200)
                        .text("/state"))
                .isEqualTo("releasing");
        eventually()
                .until(() -> provider.instances().stream()
                        .noneMatch(it -> it.labels().containsKey(Labels.OWNER)));
    }

    @Test
    void aGroupThatIsBeingDeletedCannotBeReleased() {
        name = groups.converged("fragile", 1);
        provider.faults().down(Call.DESTROY);
        groups.delete("/v1/groups/" + name).expect(202);
        assertThat(release("").refused(409, "deleting").text("/detail")).contains("its instances are destroyed");
        provider.faults().down();
        groups.post("/v1/groups/" + name + "/retry", "").expect(200);
        groups.gone(name);
        release("").refused(404, "not-found");
    }

    @Test
    void neitherProtectionNorHoldsNorPausesKeepAGroupFromBeingReleased() {
        groups.put(name, spec("fragile", 2).replaceFirst("\\{", "{\"protection\": {\"delete\": true}, "))
                .expect(201);
        groups.converge(name);
        groups.post("/v1/members/" + groups.members(name).getFirst() + "/protect", "")
                .expect(200);
        groups.post("/v1/members/" + groups.members(name).getLast() + "/hold", "")
                .expect(200);
        groups.post("/v1/groups/" + name + "/pause", "").expect(200);
        groups.delete("/v1/groups/" + name).refused(409, "protected");

        release("").expect(200);
        groups.gone(name);
        assertThat(ids()).hasSize(2);
    }

    @Test
    void aCreateUnderWayIsSettledAndItsMachineLetGo() {
        Faults.Hang hang = provider.faults().hang(Call.PROVISION);
        groups.put(name, spec("fragile", 1)).expect(201);
        hang.awaitEntered();
        assertThat(release("").expect(200).json().path("alreadyCalled").toString())
                .contains("provision");
        eventually().until(() -> !groups.condition(name, "Releasing").isMissingNode());
        assertThat(groups.members(name)).hasSize(1);

        hang.release();
        groups.gone(name);
        assertThat(ids()).hasSize(1);
        eventually().until(() -> provider.instances().getFirst().labels().isEmpty());
    }

    @Test
    void anUnlabelOutlivesItsGroupAndIsTriedAgainLaterEachTime() {
        name = groups.converged("fragile", 1);
        provider.faults().fail(Call.UNLABEL, Kind.THROTTLED);
        provider.faults().fail(Call.UNLABEL, Kind.REJECTED);
        provider.faults().loseAnswer(Call.UNLABEL);
        release("").expect(200);
        groups.gone(name);

        eventually().until(() -> events("UnlabelFailed").size() == 1);
        assertThat(provider.instances().getFirst().labels()).containsKey(Labels.OWNER);
        assertThat(action("planned").path("attempts").asInt()).isEqualTo(1);
        for (int later : List.of(13, 26)) { // back-off, with up to a quarter more
            groups.step(Duration.ofSeconds(later));
            int attempt = later == 13 ? 2 : 3;
            eventually().until(() -> action("planned").path("attempts").asInt() == attempt);
        }
        assertThat(provider.instances().getFirst().labels()).isEmpty(); // its answer was lost
        assertThat(events("OutcomeUnknown")).hasSize(1);
        groups.step(Duration.ofSeconds(51));
        eventually().until(() -> !action("done").isMissingNode());
        assertThat(action("done").path("kind").asString()).isEqualTo("unlabel");
        assertThat(ids()).hasSize(1);
    }

    @Test
    void aLookThatHidesAReleasedMachineIsNotBelievedAtOnce() {
        name = groups.converged("fragile", 1);
        groups.step(Duration.ofMinutes(5)); // it is no longer too new to be shown
        groups.converge(name);
        groups.post("/v1/groups/" + name + "/pause", "").expect(200);
        Instance hidden = provider.instances().getFirst();
        provider.lose(hidden.id());
        release("").expect(200);
        groups.gone(name);
        eventually().until(() -> action("planned").path("attempts").asInt() == 1);

        provider.add(hidden);
        groups.step(Duration.ofSeconds(13));
        eventually().until(() -> !action("done").isMissingNode());
        assertThat(provider.instances().getFirst().labels()).isEmpty();
    }

    @Test
    void whoAdoptsAMachineKeepsItsLabelsFromBeingTakenAway() {
        name = groups.converged("fragile", 1);
        String id = ids().getFirst();
        provider.faults().fail(Call.UNLABEL, Kind.RETRYABLE);
        release("").expect(200);
        groups.gone(name);
        eventually().until(() -> events("UnlabelFailed").size() == 1);

        String released = name;
        name = newName();
        groups.put(name, spec("fragile", 0)).expect(201);
        groups.post("/v1/groups/" + name + "/pause", "{\"processes\": [\"fill\"]}")
                .expect(200);
        groups.post("/v1/groups/" + name + "/scale", "{\"size\": 1}").expect(200);
        adopt(id).expect(200);
        groups.post("/v1/groups/" + name + "/resume", "").expect(200);
        groups.converge(name);

        int unlabels = provider.faults().calls(Call.UNLABEL);
        groups.step(Duration.ofMinutes(10));
        groups.converge(name);
        assertThat(ids()).containsExactly(id);
        assertThat(provider.instances().getFirst().labels()).containsEntry(Labels.GROUP, name);
        assertThat(provider.faults().calls(Call.UNLABEL)).isEqualTo(unlabels);
        assertThat(actions(released))
                .extracting(it -> it.path("state").asString())
                .contains("cancelled");
    }

    @Test
    void aMachineWhoseLabelsAreBeingTakenAwayIsNotAdopted() {
        name = groups.converged("fragile", 1);
        String id = ids().getFirst();
        Faults.Hang hang = provider.faults().hang(Call.UNLABEL);
        release("").expect(200);
        groups.gone(name);
        hang.awaitEntered();

        name = newName();
        groups.put(name, spec("fragile", 0)).expect(201);
        assertThat(adopt(id).refused(422, "validation").body()).contains("its labels are being taken away");
        hang.release();
        eventually().until(() -> provider.instances().getFirst().labels().isEmpty());
        assertThat(adopt(id).refused(422, "validation").body()).contains("has no instance '" + id + "'");
    }

    @Test
    void onlyTheMachineThatWasLetGoLosesItsLabels() {
        name = groups.converged("fragile", 1);
        Instance machine = provider.instances().getFirst();
        provider.faults().fail(Call.UNLABEL, Kind.RETRYABLE);
        release("").expect(200);
        groups.gone(name);
        eventually().until(() -> events("UnlabelFailed").size() == 1);

        provider.lose(machine.id()); // and its id is used again
        Map<String, String> labels = Map.of(Labels.OWNER, "somebody", Labels.TOKEN, "another");
        provider.add(new Instance(machine.id(), null, labels, Phase.RUNNING, List.of("127.0.0.1"), Map.of(), null));
        groups.step(Duration.ofSeconds(13));
        eventually().until(() -> !action("done").isMissingNode());
        assertThat(provider.instances().getFirst().labels()).isEqualTo(labels);
    }

    private Answer release(String body, String... headers) {
        return groups.post("/v1/groups/" + name + "/release", body, headers);
    }

    private Answer adopt(String id) {
        return groups.post("/v1/groups/" + name + "/adopt", "{\"instances\": [\"" + id + "\"]}");
    }

    private List<String> ids() {
        return provider.instances().stream().map(it -> it.id().value()).sorted().toList();
    }

    private List<JsonNode> events(String type) {
        return items("/v1/groups/" + name + "/events?limit=500&type=" + type);
    }

    /** The group's unlabel, if it is in this state; missing otherwise. */
    private JsonNode action(String state) {
        return actions(name).stream()
                .filter(it -> it.path("kind").asString().equals("unlabel"))
                .filter(it -> it.path("state").asString().equals(state))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    private List<JsonNode> actions(String group) {
        return items("/v1/groups/" + group + "/actions");
    }

    private List<JsonNode> items(String path) {
        return StreamSupport.stream(
                        groups.get(path).expect(200).json().path("items").spliterator(), false)
                .toList();
    }

    private Instant now() {
        return groups.now();
    }
}
