package dev.drover.application;

import static dev.drover.application.Groups.eventually;
import static dev.drover.application.Groups.newName;
import static dev.drover.application.Groups.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.provider.Installation;
import dev.drover.provider.fake.FakeProvider;
import dev.drover.provider.fake.Faults.Call;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Labels;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.Token;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;

/** Machines with our owner label that are no living member's. */
@ApplicationTest
class OrphanTests {
    private static final String INSTANCES = "/v1/providers/fragile/instances";

    @Autowired
    Groups groups;

    @Autowired
    Installation installation;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionOperations transactions;

    private FakeProvider provider;
    private String name = newName();

    @BeforeEach
    void alone() {
        provider = groups.provider("fragile");
        assertThat(provider.instances()).isEmpty();
        nothingIsKnown();
    }

    @AfterEach
    void leaveNothing() {
        provider.faults().down();
        provider.thawListings();
        groups.delete("/v1/groups/" + name);
        groups.gone(name);
        provider.instances().forEach(it -> provider.lose(it.id()));
        nothingIsKnown();
    }

    /** Nothing at all is listed, and another listing has to confirm it. */
    private void nothingIsKnown() {
        eventually().until(() -> {
            groups.step(Duration.ofSeconds(2));
            return rows() == 0;
        });
    }

    private int rows() {
        return jdbc.sql("select count(*) from orphan where provider = 'fragile'")
                .query(Integer.class)
                .single();
    }

    @Test
    void aMachineThatIsMadeAfterItsCreateWasGivenUpIsDestroyed() {
        groups.put(name, spec("fragile", 0)).expect(201);
        groups.converge(name);
        provider.freezeListings();
        provider.faults().loseAnswer(Call.PROVISION);
        groups.post("/v1/groups/" + name + "/scale", "{\"size\": 1}").expect(200);
        eventually().until(() -> !provider.instances().isEmpty());
        groups.post("/v1/groups/" + name + "/scale", "{\"size\": 0}").expect(200);
        groups.step(Duration.ofMinutes(1));
        groups.converge(name);
        assertThat(provider.instances()).hasSize(1);

        provider.thawListings();
        eventually().until(() -> provider.instances().isEmpty());
        eventually()
                .untilAsserted(() ->
                        assertThat(types("Orphan")).containsExactly("OrphanFound", "OrphanDestroyed", "OrphanGone"));
        assertThat(groups.events(name))
                .anyMatch(
                        it -> it.startsWith("OrphanFound") && it.contains("it was made after its create was given up"));
        assertThat(groups.members(name)).isEmpty();
    }

    @Test
    void aSecondMachineWithTheTokenOfAMemberIsDestroyedAndTheFirstLives() {
        name = groups.converged("fragile", 1);
        Instance bound = provider.instances().getFirst();
        provider.add(like(bound, "copy-1", bound.labels()));

        eventually().until(() -> provider.instances().equals(List.of(bound)));
        eventually()
                .untilAsserted(() ->
                        assertThat(types("Orphan")).containsExactly("OrphanFound", "OrphanDestroyed", "OrphanGone"));
        assertThat(groups.members(name)).hasSize(1);
        groups.converge(name);
    }

    @Test
    void aMachineWhoseMemberHasEndedIsDestroyedWhenItIsThereAgainAlsoWhenItsGroupIsGone() {
        name = groups.converged("fragile", 1);
        Instance ended = provider.instances().getFirst();
        groups.remove(name);

        provider.add(ended);
        eventually().until(() -> provider.instances().isEmpty());
        eventually().until(() -> rows() == 0);
    }

    @Test
    void aDestroyThatWasAgreedToAndDidNotHappenIsCalledAgain() {
        name = groups.converged("fragile", 1);
        Instance ended = provider.instances().getFirst();
        groups.post("/v1/groups/" + name + "/scale", "{\"size\": 0}").expect(200);
        groups.converge(name);
        provider.faults().fail(Call.DESTROY, ProviderFailure.Kind.RETRYABLE);
        provider.add(ended);

        eventually().until(() -> types("Destroy").contains("DestroyFailed"));
        JsonNode seen = orphan(ended.id().value());
        assertThat(seen.path("standing").asString()).isEqualTo("ended");
        assertThat(seen.at("/orphan/state").asString()).isEqualTo("failed");
        assertThat(seen.at("/orphan/error").asString()).contains("on purpose");
        groups.step(Duration.ofSeconds(11));
        eventually().until(() -> provider.instances().isEmpty());
    }

    @Test
    void aMemberWhoseRowWasLostIsWrittenAnew() {
        name = groups.converged("fragile", 2);
        List<String> members = groups.members(name);
        List<Instance> instances = provider.instances();
        groups.post("/v1/groups/" + name + "/pause", "{\"processes\": [\"fill\"]}")
                .expect(200);
        forget(members.getFirst());

        eventually().until(() -> groups.members(name).size() == 2);
        assertThat(groups.members(name)).containsExactlyInAnyOrderElementsOf(members);
        JsonNode view =
                groups.get("/v1/members/" + members.getFirst()).expect(200).json();
        assertThat(view.at("/member/createdBecause").asString()).startsWith("rebuilt: it was listed with its labels");
        assertThat(types("MemberRebuilt")).hasSize(1);
        groups.post("/v1/groups/" + name + "/resume", "").expect(200);
        groups.converge(name);
        assertThat(provider.instances()).containsExactlyInAnyOrderElementsOf(instances);
        assertThat(provider.provisioned().stream()
                        .filter(it -> name.equals(it.labels().get(Labels.GROUP))))
                .hasSize(2);
    }

    @Test
    void aGroupThatLacksNoMemberGetsNoneBack() {
        name = groups.converged("fragile", 2);
        String lost = groups.members(name).getFirst();
        String id = groups.get("/v1/members/" + lost).text("/member/providerId");
        groups.post("/v1/groups/" + name + "/pause", "{\"processes\": [\"shrink\"]}")
                .expect(200);
        groups.post("/v1/groups/" + name + "/scale", "{\"size\": 1}").expect(200);
        forget(lost);

        looks(2);
        assertThat(groups.members(name)).doesNotContain(lost);
        assertThat(provider.instances()).anyMatch(it -> it.id().value().equals(id));
        assertThat(orphan(id).at("/orphan/state").asString()).isEqualTo("quarantined");
    }

    @Test
    void whatNobodyKnowsIsReportedOnceAndLeftAlone() {
        Instance stranger = stranger("stranger-1", Map.of(Labels.GROUP, "elsewhere"));
        Instance without = new Instance(
                new ProviderId("stranger-2"),
                null,
                Map.of(Labels.OWNER, installation.owner()),
                Phase.RUNNING,
                List.of(),
                Map.of(),
                null);
        Instance foreign = like(stranger, "foreign-1", Map.of(Labels.OWNER, "somebody-else"));
        List.of(stranger, without, foreign).forEach(provider::add);

        looks(3);
        assertThat(provider.instances()).containsExactlyInAnyOrder(stranger, without, foreign);
        JsonNode seen = orphan("stranger-1");
        assertThat(seen.path("standing").asString()).isEqualTo("unknown");
        assertThat(seen.at("/orphan/state").asString()).isEqualTo("quarantined");
        assertThat(seen.at("/orphan/because").asString())
                .isEqualTo("nobody here knows its token; it names the group elsewhere, which is not here");
        assertThat(seen.at("/orphan/since").asString()).isNotBlank();
        assertThat(rows()).isEqualTo(2);
        assertThat(found("stranger-1")).hasSize(1);
        provider.lose(stranger.id());
        eventually().until(() -> rows() == 1);
    }

    @Test
    void whatWasReleasedIsNeverTouchedNorItsCopies() {
        name = groups.converged("fragile", 1);
        Instance kept = provider.instances().getFirst();
        groups.post("/v1/members/" + groups.members(name).getFirst() + "/detach", "{\"shrink\": true}")
                .expect(200);
        groups.converge(name);
        String id = groups.post(INSTANCES, "{\"properties\": {\"image\": \"good\"}}")
                .expect(201)
                .text("/id");
        Instance copy = like(kept, "copy-2", kept.labels());
        provider.add(copy);

        looks(3);
        assertThat(provider.instances())
                .extracting(it -> it.id().value())
                .containsExactlyInAnyOrder(kept.id().value(), id, "copy-2");
        assertThat(rows()).isZero();
        assertThat(types("Orphan")).isEmpty();
    }

    @Test
    void threeUnexplainedMachinesFreezeTheirGroupUntilOneIsExplained() {
        name = groups.converged("fragile", 1);
        List.of("stray-1", "stray-2", "stray-3").forEach(it -> provider.add(stranger(it, Map.of(Labels.GROUP, name))));
        eventually().until(() -> !groups.condition(name, "Frozen").isMissingNode());
        assertThat(groups.condition(name, "Frozen").path("message").asString())
                .contains("stray-1 at fragile, stray-2 at fragile, stray-3 at fragile");
        assertThat(groups.get("/v1/groups/" + name + "/wait?timeout=1s").status())
                .isEqualTo(200);

        int made = provider.provisioned().size();
        groups.post("/v1/groups/" + name + "/scale", "{\"size\": 3}").expect(200);
        groups.get("/v1/groups/" + name + "/wait?timeout=20s").refused(409, "blocked");
        looks(2);
        assertThat(provider.provisioned()).hasSize(made);
        assertThat(groups.get("/v1/groups/" + name + "/explain").expect(200).body())
                .contains("Frozen since")
                .contains("It is lifted by an explanation");

        groups.post("/v1/groups/" + name + "/adopt", "{\"instances\": [{\"id\": \"stray-2\"}]}")
                .expect(200);
        groups.converge(name);
        assertThat(groups.members(name)).hasSize(3);
        assertThat(groups.condition(name, "Frozen").isMissingNode()).isTrue();
        assertThat(provider.instances())
                .extracting(it -> it.id().value())
                .contains("stray-1", "stray-2", "stray-3")
                .hasSize(5);
    }

    @Test
    void oneUnexplainedMachineFreezesAGroupOfPetsUntilItIsGone() {
        groups.put(name, """
                        {"allocation": {"logicalIds": ["db-1"]}, "instance": {"provider": "fragile", "properties": {}}}
                        """).expect(201);
        groups.converge(name);
        provider.add(stranger("stray-9", Map.of(Labels.GROUP, name)));
        eventually().until(() -> !groups.condition(name, "Frozen").isMissingNode());
        groups.put(name, """
                        {"allocation": {"logicalIds": ["db-1", "db-2"]}, "instance": {"provider": "fragile", "properties": {}}}
                        """).expect(200);
        groups.get("/v1/groups/" + name + "/wait?timeout=20s").refused(409, "blocked");

        groups.delete(INSTANCES + "/stray-9").expect(202);
        groups.converge(name);
        assertThat(groups.condition(name, "Frozen").isMissingNode()).isTrue();
    }

    private void forget(String member) {
        transactions.executeWithoutResult(transaction -> {
            String row =
                    "(select group_id, number from member m join fleet_group g on g.id = m.group_id where g.name = '"
                            + name + "' and m.provider_id = '" + providerId(member) + "')";
            jdbc.sql("delete from action where (group_id, member) in " + row).update();
            jdbc.sql("delete from member where (group_id, number) in " + row).update();
        });
    }

    private String providerId(String member) {
        return groups.get("/v1/members/" + member).text("/member/providerId");
    }

    private Instance stranger(String id, Map<String, String> labels) {
        Token token = new Token(UUID.randomUUID().toString());
        Map<String, String> all = new HashMap<>(labels);
        all.put(Labels.OWNER, installation.owner());
        all.put(Labels.TOKEN, token.value());
        return new Instance(new ProviderId(id), token, all, Phase.RUNNING, List.of(), Map.of(), null);
    }

    private static Instance like(Instance it, String id, Map<String, String> labels) {
        return new Instance(
                new ProviderId(id), it.token(), labels, it.phase(), it.addresses(), it.ports(), it.detail());
    }

    private void looks(int more) {
        int looks = provider.faults().calls(Call.DESCRIBE);
        eventually().until(() -> provider.faults().calls(Call.DESCRIBE) > looks + more);
    }

    private JsonNode orphan(String id) {
        return groups.get(INSTANCES + "/" + id).expect(200).json();
    }

    private List<String> types(String prefix) {
        return groups.events(name).stream()
                .filter(it -> it.startsWith(prefix))
                .map(it -> it.substring(0, it.indexOf(' ')))
                .toList();
    }

    private List<String> found(String id) {
        JsonNode items = groups.get("/v1/events?type=OrphanFound&limit=500")
                .expect(200)
                .json()
                .path("items");
        return StreamSupport.stream(items.spliterator(), false)
                .map(it -> it.path("message").asString())
                .filter(it -> it.startsWith(id + " at "))
                .toList();
    }
}
