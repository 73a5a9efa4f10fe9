package dev.drover.application;

import static dev.drover.application.Groups.eventually;
import static dev.drover.application.Groups.newName;
import static dev.drover.application.Groups.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.provider.Installation;
import dev.drover.provider.fake.FakeProvider;
import dev.drover.provider.fake.Faults;
import dev.drover.provider.fake.Faults.Call;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Labels;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.Token;
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
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;

/** Running instances that become members of a group. */
@ApplicationTest
class AdoptTests {
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
    }

    @AfterEach
    void leaveNothing() {
        provider.faults().down();
        groups.delete("/v1/groups/" + name);
        groups.gone(name);
        provider.instances().forEach(it -> provider.lose(it.id()));
    }

    @Test
    void anInstanceMadeByHandBecomesAMemberLikeAnyOther() {
        String id = byHand("{\"properties\": {\"image\": \"good\"}, \"labels\": {\"purpose\": \"debugging\"}}");
        String token = String.valueOf(instance(id).token());
        withRoomFor(1, spec("fragile", 0).replaceFirst("\\{", "{\"labels\": {\"team\": \"shop\"}, "));

        long fence = fence();
        JsonNode adopted = adopt(name, ids(id), "Drover-Message", "it has the data")
                .expect(200)
                .json()
                .at("/instances/0");
        String member = adopted.path("member").asString();
        assertThat(adopted.path("id").asString()).isEqualTo(id);
        assertThat(adopted.path("was").asString()).startsWith("made by hand by anonymous at ");
        assertThat(adopted.path("revision").asInt()).isEqualTo(1);
        assertThat(groups.members(name)).containsExactly(member);
        assertThat(fence()).isGreaterThan(fence);
        JsonNode view = groups.get("/v1/members/" + member).expect(200).json();
        assertThat(view.at("/member/state").asString()).isEqualTo("running");
        assertThat(view.at("/member/providerId").asString()).isEqualTo(id);
        assertThat(view.at("/member/createdBecause").asString())
                .startsWith("adopted by anonymous: it was made by hand by anonymous at ");
        groups.post("/v1/groups/" + name + "/resume", "").expect(200);
        groups.converge(name);

        assertThat(provider.instances()).hasSize(1);
        assertThat(instance(id).labels())
                .containsOnlyKeys(
                        "team", "drover.owner", "drover.group", "drover.member", "drover.token", "drover.revision")
                .containsEntry("team", "shop")
                .containsEntry("drover.group", name)
                .containsEntry("drover.member", member)
                .containsEntry("drover.token", token);
        assertThat(standing(id)).isEqualTo("member");
        List<JsonNode> told = eventsOf(member);
        assertThat(told)
                .extracting(it -> it.path("type").asString())
                .containsOnlyOnce("MemberAdopted")
                .contains("MemberLabelled");
        JsonNode event = told.stream()
                .filter(it -> it.path("type").asString().equals("MemberAdopted"))
                .findFirst()
                .orElseThrow();
        assertThat(event.path("actor").asString()).isEqualTo("anonymous");
        assertThat(event.at("/provenance/message").asString()).isEqualTo("it has the data");
        assertThat(groups.get("/v1/groups/" + name + "/actions").expect(200).items("/why"))
                .containsExactlyInAnyOrder("adopted", "relabel");

        provider.lose(new ProviderId(id));
        eventually().until(() -> !groups.members(name).contains(member));
        groups.converge(name);
        assertThat(provider.instances()).hasSize(1);
        assertThat(groups.events(name))
                .anyMatch(it -> it.startsWith("MemberPlanned") && it.contains("it replaces " + member));
        groups.remove(name);
        assertThat(provider.instances()).isEmpty();
    }

    @Test
    void aDryRunSaysWhatWouldComeOfItAndChangesNothing() {
        String id = byHand("{\"properties\": {\"image\": \"good\"}, \"labels\": {\"purpose\": \"debugging\"}}");
        String other = byHand("{\"properties\": {\"image\": \"good\"}}");
        name = groups.converged("fragile", 1);
        String member = groups.members(name).getFirst();
        List<Instance> before = provider.instances();
        List<String> events = groups.events(name);
        long fence = fence();

        String path = "/v1/groups/" + name + "/adopt?dryRun=true";
        JsonNode preview = groups.post(path, ids(id, other)).expect(200).json();
        assertThat(groups.post(path, ids(id, other)).expect(200).json()).isEqualTo(preview);

        JsonNode first = preview.at("/instances/0");
        assertThat(first.path("id").asString()).isEqualTo(id);
        assertThat(first.path("phase").asString()).isEqualTo("running");
        assertThat(first.path("member").asString()).isEqualTo("adopted-1");
        assertThat(first.path("index").asInt()).isEqualTo(1);
        assertThat(first.path("unlabelled").get(0).asString()).isEqualTo("purpose");
        assertThat(first.at("/labels/drover.group").asString()).isEqualTo(name);
        assertThat(first.at("/labels/drover.member").asString()).isEqualTo("adopted-1");
        assertThat(preview.at("/instances/1/index").asInt()).isEqualTo(2);
        assertThat(preview.at("/forecast/counts/destroy").asInt()).isEqualTo(2);
        assertThat(preview.at("/forecast/change").asString()).isEqualTo("none");
        assertThat(preview.at("/forecast/warnings/0/type").asString()).isEqualTo("Surplus");
        assertThat(preview.at("/forecast/warnings/0/message").asString()).contains("adopted-1", "adopted-2");

        assertThat(provider.instances()).isEqualTo(before);
        assertThat(groups.events(name).stream().filter(it -> !it.contains("ObservationStale")))
                .as("but for a listing that was late")
                .containsExactlyElementsOf(events.stream()
                        .filter(it -> !it.contains("ObservationStale"))
                        .toList());
        assertThat(fence()).isEqualTo(fence);
        assertThat(groups.members(name)).containsExactly(member);
        assertThat(standing(id)).isEqualTo("released");
    }

    @Test
    void whatIsMoreThanDeclaredIsDestroyedAsWasForetold() {
        String id = byHand("{\"properties\": {\"image\": \"good\"}}");
        name = groups.converged("fragile", 1);
        String kept = groups.members(name).getFirst();
        adopt(name, ids(id)).expect(200);
        groups.converge(name);
        assertThat(groups.members(name)).containsExactly(kept);
        assertThat(provider.instances())
                .hasSize(1)
                .noneMatch(it -> it.id().value().equals(id));
        assertThat(groups.get("/v1/groups/" + name).text("/generation")).isEqualTo("1");
    }

    @Test
    void aDetachedMachineIsAdoptedAgainUnderTheSameToken() {
        name = groups.converged("fragile", 1);
        String first = groups.members(name).getFirst();
        Instance machine = provider.instances().getFirst();
        String id = machine.id().value();
        String released = byHand("{\"properties\": {\"image\": \"good\"}}");

        for (int round = 0; round < 2; round++) {
            String member = groups.members(name).getFirst();
            groups.post("/v1/groups/" + name + "/pause", "{\"processes\": [\"fill\"]}")
                    .expect(200);
            groups.post("/v1/members/" + member + "/detach", "{\"keepLabels\": true}")
                    .expect(200);
            eventually().until(() -> groups.members(name).isEmpty());
            assertThat(standing(id)).isEqualTo("released");

            JsonNode adopted = adopt(name, ids(id)).expect(200).json().at("/instances/0");
            assertThat(adopted.path("was").asString())
                    .isEqualTo("the instance of " + member + ", which ended without it");
            assertThat(adopted.path("index").asInt()).isZero();
            assertThat(groups.members(name)).doesNotContain(first).hasSize(1);
            groups.post("/v1/groups/" + name + "/resume", "").expect(200);
            groups.converge(name);
        }
        assertThat(provider.instances()).hasSize(2);
        assertThat(instance(id).token()).isEqualTo(machine.token());
        groups.remove(name);
        assertThat(provider.instances()).extracting(it -> it.id().value()).containsExactly(released);
        assertThat(standing(released)).isEqualTo("released");
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        name = groups.converged("fragile", 1);
        String member = groups.members(name).getFirst();
        String good = byHand("{\"properties\": {\"image\": \"good\"}}");
        String shared = UUID.randomUUID().toString();
        put("x-bare", null, Phase.RUNNING, installation.owner());
        put("x-odd", "no uuid at all", Phase.RUNNING, installation.owner());
        put("x-stopped", UUID.randomUUID().toString(), Phase.STOPPED, installation.owner());
        put("x-foreign", UUID.randomUUID().toString(), Phase.RUNNING, "somebody else");
        put("x-one", shared, Phase.RUNNING, installation.owner());
        put("x-two", shared, Phase.RUNNING, installation.owner());
        String over = UUID.randomUUID().toString();
        jdbc.sql("insert into tombstone (token, what, at) values (:token::uuid, 'NEVER_CREATED', clock_timestamp())")
                .param("token", over)
                .update();
        provider.faults().down(Call.DESTROY); // what is over is destroyed at sight
        put("x-over", over, Phase.RUNNING, installation.owner());
        String taken = groups.get("/v1/members/" + member).text("/member/providerId");
        List<String> events = groups.events(name);

        Answer refused = adopt(
                        name,
                        ids(
                                good,
                                "nonsense",
                                "x-bare",
                                "x-odd",
                                "x-stopped",
                                "x-foreign",
                                "x-one",
                                "x-two",
                                "x-over",
                                taken,
                                good))
                .refused(422, "validation");
        assertThat(refused.violations())
                .containsExactlyInAnyOrder(
                        "/instances/1",
                        "/instances/2",
                        "/instances/3",
                        "/instances/4",
                        "/instances/5",
                        "/instances/7",
                        "/instances/8",
                        "/instances/9",
                        "/instances/10");
        assertThat(message(refused, "/instances/1")).contains("'nonsense'", "with our owner label", "orphans=true");
        assertThat(message(refused, "/instances/2")).contains("no token");
        assertThat(message(refused, "/instances/3")).contains("none of ours");
        assertThat(message(refused, "/instances/4")).contains("is not running", "STOPPED");
        assertThat(message(refused, "/instances/5")).contains("with our owner label");
        assertThat(message(refused, "/instances/7")).contains("/instances/6");
        assertThat(message(refused, "/instances/8")).contains("has ended");
        assertThat(message(refused, "/instances/9")).contains(member, name, "/detach");
        assertThat(message(refused, "/instances/10")).contains("/instances/0");
        assertThat(adopt(name + "?dryRun=true", ids("nonsense"))
                        .refused(422, "validation")
                        .violations())
                .containsExactly("/instances/0");
        assertThat(groups.events(name)).isEqualTo(events);
        assertThat(groups.members(name)).containsExactly(member);
        assertThat(standing(good)).isEqualTo("released");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"instances\": []}",
                "{\"instances\": [3]}",
                "{\"instances\": [\"\"]}",
                "{\"instances\": \"a\"}",
                "{\"instances\": [{\"logicalId\": \"a\"}]}",
                "{\"instances\": [{\"id\": \"a\", \"index\": 1}]}",
                "{\"instances\": [\"a\"], \"revision\": 0}",
                "{\"instances\": [\"a\"], \"revision\": 9}",
                "{\"instances\": [{\"id\": \"a\", \"logicalId\": \"db-1\"}]}",
                "{\"instance\": [\"a\"]}"
            })
    void aBodyThatIsWrong(String body) {
        groups.put(name, spec("fragile", 0)).expect(201);
        assertThat(adopt(name, body).refused(422, "validation").violations()).isNotEmpty();
    }

    @Test
    void whatCannotBeAsked() {
        groups.put(name, spec("fragile", 0)).expect(201);
        adopt(name, "[]").refused(400, "malformed");
        adopt("nonsense", ids("a")).refused(404, "not-found");
        adopt("Nonsense!", ids("a")).refused(404, "not-found");
        adopt("nonsense?dryRun=true", ids("a")).refused(404, "not-found");
        provider.faults().down(Call.DESCRIBE);
        adopt(name, ids("a")).refused(502, "provider-unreachable");
        provider.faults().down();

        groups.post("/v1/groups/" + name + "/scale", "{\"size\": 1}").expect(200);
        groups.converge(name);
        String id = byHand("{\"properties\": {\"image\": \"good\"}}");
        provider.faults().down(Call.DESTROY);
        groups.delete("/v1/groups/" + name).expect(202);
        adopt(name, ids(id)).refused(409, "deleting");
        adopt(name + "?dryRun=true", ids(id)).refused(409, "deleting");
    }

    @Test
    void ofTwoWhoAdoptTheSameInstanceOneWins() {
        String second = newName();
        withRoomFor(5, spec("fragile", 0));
        groups.put(second, spec("fragile", 0)).expect(201);
        groups.post("/v1/groups/" + second + "/pause", "{\"processes\": [\"shrink\"]}")
                .expect(200);
        for (int round = 0; round < 5; round++) {
            String id = byHand("{\"properties\": {\"image\": \"good\"}}");
            List<Answer> answers = Stream.of(name, second, name)
                    .map(it -> CompletableFuture.supplyAsync(() -> adopt(it, ids(id))))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();
            assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(200, 422, 422);
            assertThat(answers)
                    .filteredOn(it -> it.status() == 422)
                    .allSatisfy(it -> assertThat(message(it, "/instances/0")).contains("belongs to member"));
        }
        assertThat(groups.members(name).size() + groups.members(second).size()).isEqualTo(5);
        groups.remove(second);
    }

    @Test
    void whatIsBeingDestroyedByHandIsNotAdopted() {
        String id = byHand("{\"properties\": {\"image\": \"good\"}}");
        withRoomFor(1, spec("fragile", 0));
        Faults.Hang hang = provider.faults().hang(Call.DESTROY);
        var destroyed = CompletableFuture.supplyAsync(() -> groups.delete(INSTANCES + "/" + id));
        hang.awaitEntered();
        try {
            assertThat(message(adopt(name, ids(id)).refused(422, "validation"), "/instances/0"))
                    .contains("may be gone any moment");
        } finally {
            hang.release();
        }
        destroyed.join().expect(202);
        assertThat(groups.members(name)).isEmpty();

        String other = byHand("{\"properties\": {\"image\": \"good\"}}");
        provider.faults().loseAnswer(Call.DESTROY);
        Instance before = instance(other);
        groups.delete(INSTANCES + "/" + other).expect(202);
        provider.add(before); // as if it had not happened yet
        adopt(name, ids(other)).refused(422, "validation");
    }

    @Test
    void whatIsStillBeingMadeByHandIsNotAdopted() {
        String id = byHand("{\"properties\": {\"image\": \"good\"}}");
        withRoomFor(1, spec("fragile", 0));
        calledByHand(id, "1 day");
        assertThat(message(adopt(name, ids(id)).refused(422, "validation"), "/instances/0"))
                .contains("still being made by hand");
        calledByHand(id, "-1 day"); // nobody is going to answer that call
        adopt(name, ids(id)).expect(200);
    }

    @Test
    void ofWhoDestroysAndWhoAdoptsOneWins() {
        withRoomFor(10, spec("fragile", 0));
        for (int round = 0; round < 10; round++) {
            String id = byHand("{\"properties\": {\"image\": \"good\"}}");
            var destroyed = CompletableFuture.supplyAsync(() -> groups.delete(INSTANCES + "/" + id));
            var adopted = CompletableFuture.supplyAsync(() -> adopt(name, ids(id)));
            int gone = destroyed.join().status();
            int taken = adopted.join().status();
            assertThat(gone == 202 ? taken : gone).isIn(gone == 202 ? 422 : 409, 404);
            assertThat(provider.instances().stream()
                            .anyMatch(it -> it.id().value().equals(id)))
                    .isEqualTo(taken == 200);
        }
        assertThat(groups.events(name)).noneMatch(it -> it.startsWith("InstanceMissing"));
    }

    @Test
    void whoDestroysAndWhoAdoptsWaitForEachOther() {
        String id = byHand("{\"properties\": {\"image\": \"good\"}}");
        withRoomFor(1, spec("fragile", 0));
        List<CompletableFuture<Answer>> both = Objects.requireNonNull(transactions.execute(transaction -> {
            jdbc.sql("select count(pg_advisory_xact_lock(hashtextextended('fragile ' || :id, 0)))")
                    .param("id", id)
                    .query(Long.class)
                    .single();
            var destroyed = CompletableFuture.supplyAsync(() -> groups.delete(INSTANCES + "/" + id));
            var adopted = CompletableFuture.supplyAsync(() -> adopt(name, ids(id)));
            eventually().until(() -> waitingForLocks() == 2);
            return List.of(destroyed, adopted);
        }));
        int gone = both.getFirst().join().status();
        int taken = both.getLast().join().status();
        assertThat(List.of(gone, taken)).isIn(List.of(202, 422), List.of(409, 200));
    }

    @Test
    void whatIsUnderWayToADetachedMachineIsOverBeforeItIsAdopted() {
        name = groups.converged("fragile", 1);
        String former = groups.members(name).getFirst();
        String id = provider.instances().getFirst().id().value();
        groups.post("/v1/groups/" + name + "/pause", "{\"processes\": [\"fill\"]}")
                .expect(200);
        String adopter = newName();
        groups.put(adopter, spec("fragile", 0)).expect(201);
        groups.post("/v1/groups/" + adopter + "/pause", "{\"processes\": [\"fill\"]}")
                .expect(200);
        groups.post("/v1/groups/" + adopter + "/scale", "{\"size\": 1}").expect(200);

        Faults.Hang hang = provider.faults().hang(Call.LABEL);
        String labelled = spec("fragile", 1).replaceFirst("\\{", "{\"labels\": {\"team\": \"shop\"}, ");
        groups.put(name, labelled).expect(200);
        hang.awaitEntered();
        groups.post("/v1/members/" + former + "/detach", "{\"keepLabels\": true}")
                .expect(200);
        eventually()
                .until(() -> groups.status(name)
                        .path("waitingOn")
                        .findValuesAsString("what")
                        .contains("answer"));
        try {
            assertThat(message(adopt(adopter, ids(id)).refused(422, "validation"), "/instances/0"))
                    .contains("belongs to member " + former);
        } finally {
            hang.release();
        }
        eventually().until(() -> groups.members(name).isEmpty());
        assertThat(standing(id)).isEqualTo("released");

        String member = adopt(adopter, ids(id)).expect(200).text("/instances/0/member");
        groups.converge(adopter);
        assertThat(instance(id).labels())
                .containsEntry("drover.group", adopter)
                .containsEntry("drover.member", member)
                .doesNotContainKey("team");
        groups.remove(adopter);
    }

    @Test
    void aMachineKeepsTheIndexThatItWasMadeWithIfThatIsFree() {
        name = groups.converged("fragile", 2);
        groups.post("/v1/groups/" + name + "/pause", "{\"processes\": [\"fill\"]}")
                .expect(200);
        Map<Integer, String> machines = new HashMap<>();
        for (String member : groups.members(name)) {
            JsonNode view = groups.get("/v1/members/" + member).json().path("member");
            machines.put(view.path("index").asInt(), view.path("providerId").asString());
            groups.post("/v1/members/" + member + "/detach", "{\"keepLabels\": true}")
                    .expect(200);
        }
        eventually().until(() -> groups.members(name).isEmpty());

        String second = Objects.requireNonNull(machines.get(1));
        assertThat(adopt(name, ids(second))
                        .expect(200)
                        .json()
                        .at("/instances/0/index")
                        .asInt())
                .isEqualTo(1);
        assertThat(adopt(name, ids(Objects.requireNonNull(machines.get(0))))
                        .expect(200)
                        .json()
                        .at("/instances/0/index")
                        .asInt())
                .isZero();

        String other = newName(); // where it is taken
        groups.put(other, spec("fragile", 0)).expect(201);
        groups.post("/v1/groups/" + other + "/pause", "{\"processes\": [\"fill\", \"shrink\"]}")
                .expect(200);
        adopt(other, ids(byHand("{\"properties\": {\"image\": \"good\"}}"))).expect(200);
        adopt(other, ids(byHand("{\"properties\": {\"image\": \"good\"}}"))).expect(200);
        groups.post("/v1/members/" + groups.members(name).getFirst() + "/detach", "{\"keepLabels\": true}")
                .expect(200);
        eventually().until(() -> groups.members(name).size() == 1);
        String free = machines.values().stream()
                .filter(it -> standing(it).equals("released"))
                .findFirst()
                .orElseThrow();
        assertThat(adopt(other, ids(free))
                        .expect(200)
                        .json()
                        .at("/instances/0/index")
                        .asInt())
                .isEqualTo(2);
        groups.remove(other);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fragile", "fake"})
    void whoAdoptsCopiesOfAMachineWaitForEachOtherWhereverTheCopiesAre(String where) {
        String token = UUID.randomUUID().toString();
        put("x-one", token, Phase.RUNNING, installation.owner());
        FakeProvider other = groups.provider(where);
        other.add(instance("x-two", token, Phase.RUNNING, installation.owner()));
        String second = newName();
        groups.put(second, spec(where, 0)).expect(201);
        groups.post("/v1/groups/" + second + "/pause", "{\"processes\": [\"shrink\"]}")
                .expect(200);
        withRoomFor(1, spec("fragile", 0));
        List<CompletableFuture<Answer>> both = Objects.requireNonNull(transactions.execute(transaction -> {
            jdbc.sql("select count(pg_advisory_xact_lock(hashtextextended('token ' || :token, 0)))")
                    .param("token", token)
                    .query(Long.class)
                    .single();
            var one = CompletableFuture.supplyAsync(() -> adopt(name, ids("x-one")));
            var two = CompletableFuture.supplyAsync(() -> adopt(second, ids("x-two")));
            eventually().until(() -> waitingForLocks() == 2);
            return List.of(one, two);
        }));
        assertThat(both).extracting(it -> it.join().status()).containsExactlyInAnyOrder(200, 422);
        groups.remove(second);
        other.lose(new ProviderId("x-two"));
    }

    @Test
    void whoDeclaresAnotherProviderMeanwhileIsHeeded() {
        String id = byHand("{\"properties\": {\"image\": \"good\"}}");
        withRoomFor(1, spec("fragile", 0));
        int looks = provider.faults().calls(Call.DESCRIBE);
        Faults.Hang hang = provider.faults().hang(Call.DESCRIBE);
        var adopted = CompletableFuture.supplyAsync(() -> adopt(name, ids(id)));
        try {
            eventually().until(() -> provider.faults().calls(Call.DESCRIBE) >= looks + 2); // one may be the regular one
            groups.put(name, spec("fake", 1)).expect(200);
        } finally {
            hang.release();
        }
        adopted.join().refused(412, "generation-moved");
        assertThat(groups.members(name)).isEmpty();
        assertThat(standing(id)).isEqualTo("released");
    }

    @Test
    void anAdoptedMemberIsProbedAtOnce() {
        withRoomFor(
                1,
                spec("fragile", 0)
                        .replaceFirst("\\{", "{\"health\": {\"command\": [\"true\"], \"interval\": \"1h\"}, "));
        eventually()
                .until(() ->
                        jdbc.sql("""
                select exists (select from scheduled_calls s join fleet_group g on g.id::text = s.task_instance
                                where g.name = :name and s.task_name = 'probe'
                                  and s.execution_time > now() + interval '30 minutes')
                """).param("name", name).query(Boolean.class).single());
        adopt(name, ids(byHand("{\"properties\": {\"image\": \"good\"}}"))).expect(200);
        groups.converge(name);
    }

    @Test
    void labelsThatAProviderCannotTakeAwayStay() {
        String id = byHand("{\"properties\": {\"image\": \"good\"}, \"labels\": {\"purpose\": \"debugging\"}}");
        withRoomFor(1, spec("fragile", 0));
        provider.keepLabels(true);
        try {
            assertThat(adopt(name + "?dryRun=true", ids(id)).expect(200).json().at("/instances/0/unlabelled"))
                    .isEmpty();
            adopt(name, ids(id)).expect(200);
            groups.converge(name);
            assertThat(instance(id).labels())
                    .containsEntry("purpose", "debugging")
                    .containsEntry("drover.group", name);
        } finally {
            provider.keepLabels(false);
        }
    }

    @Test
    void theInstanceOfAnAdoptedMemberIsProtectedLikeAnyOther() {
        String id = byHand("{\"properties\": {\"image\": \"good\"}}");
        withRoomFor(1, spec("fragile", 0));
        adopt(name, ids(id)).expect(200);
        groups.delete(INSTANCES + "/" + id).refused(409, "protected");
        assertThat(message(adopt(name, ids(id)).refused(422, "validation"), "/instances/0"))
                .contains("belongs to member");
    }

    @Test
    void whatRunsAnOlderRevisionIsReplacedInSteps() {
        name = groups.converged("fragile", 1);
        String newer = spec("fragile", 2).replace("good", "better");
        groups.put(name, newer).expect(200);
        groups.converge(name);
        groups.post("/v1/groups/" + name + "/pause", "{\"processes\": [\"fill\"]}")
                .expect(200);
        groups.post("/v1/groups/" + name + "/scale", "{\"size\": 3}").expect(200);
        String id = byHand("{\"properties\": {\"image\": \"good\"}}");

        String body = "{\"revision\": 1, \"instances\": [\"" + id + "\"]}";
        JsonNode preview = adopt(name + "?dryRun=true", body).expect(200).json().at("/forecast/actions");
        assertThat(StreamSupport.stream(preview.spliterator(), false)
                        .map(it -> it.path("action").asString() + " "
                                + it.path("member").asString()))
                .contains("destroy adopted-1");
        JsonNode adopted = adopt(name, body).expect(200).json().at("/instances/0");
        assertThat(adopted.path("revision").asInt()).isEqualTo(1);
        groups.post("/v1/groups/" + name + "/resume", "").expect(200);
        groups.converge(name);
        assertThat(groups.members(name))
                .hasSize(3)
                .doesNotContain(adopted.path("member").asString());
        assertThat(provider.instances())
                .hasSize(3)
                .noneMatch(it -> it.id().value().equals(id));
    }

    @Test
    void inARolloutItHasToBeSaidWhatTheyRun() {
        name = groups.converged("fragile", 2);
        provider.faults().down(Call.PROVISION);
        groups.put(name, spec("fragile", 2).replace("good", "better")).expect(200);
        String id = byHandWhileDown();
        assertThat(adopt(name, ids(id)).refused(422, "validation").violations()).containsExactly("/revision");
        adopt(name + "?dryRun=true", "{\"revision\": 2, \"instances\": [\"" + id + "\"]}")
                .expect(200);
        provider.faults().down();
    }

    @Test
    void aPetSaysWhichOneItIs() {
        String first = byHand("{\"properties\": {\"image\": \"good\"}}");
        String second = byHand("{\"properties\": {\"image\": \"good\"}}");
        groups.put(name, pets("\"db-1\"")).expect(201);
        groups.converge(name);
        groups.post("/v1/groups/" + name + "/pause", "{\"processes\": [\"fill\"]}")
                .expect(200);
        groups.put(name, pets("\"db-1\", \"db-2\", \"db-3\"")).expect(200);

        assertThat(adopt(name, ids(first)).refused(422, "validation").violations())
                .containsExactly("/instances/0");
        assertThat(adopt(
                                name,
                                "{\"instances\": [{\"id\": \"%s\", \"logicalId\": \"db-1\"}, {\"id\": \"%s\", \"logicalId\": \"db-9\"}]}"
                                        .formatted(first, second))
                        .refused(422, "validation")
                        .violations())
                .containsExactly("/instances/0/logicalId", "/instances/1/logicalId");
        assertThat(adopt(
                                name,
                                "{\"instances\": [{\"id\": \"%s\", \"logicalId\": \"db-2\"}, {\"id\": \"%s\", \"logicalId\": \"db-2\"}]}"
                                        .formatted(first, second))
                        .refused(422, "validation")
                        .violations())
                .containsExactly("/instances/1/logicalId");

        String member = adopt(name, "{\"instances\": [{\"id\": \"%s\", \"logicalId\": \"db-3\"}]}".formatted(first))
                .expect(200)
                .text("/instances/0/member");
        groups.post("/v1/groups/" + name + "/resume", "").expect(200);
        groups.converge(name);
        assertThat(groups.members(name)).hasSize(3).contains(member);
        assertThat(groups.get("/v1/members/" + member).text("/member/logicalId"))
                .isEqualTo("db-3");
        assertThat(provider.instances()).hasSize(4);
        assertThat(standing(second)).isEqualTo("released");
    }

    @Test
    void historyTellsOfAnAdoptedMemberThatItIsStarting() {
        put("x-starting", UUID.randomUUID().toString(), Phase.STARTING, installation.owner());
        withRoomFor(1, spec("fragile", 0));
        String member = adopt(name, ids("x-starting")).expect(200).text("/instances/0/member");
        JsonNode view = groups.get("/v1/members/" + member).expect(200).json();
        assertThat(view.at("/member/createdBecause").asString())
                .isEqualTo("adopted by anonymous: it was known to nobody");
        String at = view.at("/member/createdAt").asString();
        provider.phase(new ProviderId("x-starting"), Phase.RUNNING);
        groups.converge(name);
        JsonNode then =
                groups.get("/v1/groups/" + name + "?at=" + at).expect(200).json();
        assertThat(then.at("/members/0/id").asString()).isEqualTo(member);
        assertThat(then.at("/members/0/health/reason").asString()).isEqualTo("the instance is starting");
    }

    /** A group that is to have so many members, and makes none of them yet. */
    private void withRoomFor(int size, String empty) {
        groups.put(name, empty).expect(201);
        groups.post("/v1/groups/" + name + "/pause", "{\"processes\": [\"fill\"]}")
                .expect(200);
        groups.post("/v1/groups/" + name + "/scale", "{\"size\": " + size + "}").expect(200);
    }

    private static String pets(String ids) {
        return """
                {"allocation": {"logicalIds": [%s]}, "instance": {"provider": "fragile", "properties": {"image": "good"}}}
                """.formatted(ids);
    }

    private String byHand(String body) {
        return groups.post(INSTANCES, body).expect(201).text("/id");
    }

    private String byHandWhileDown() {
        put("x-late", UUID.randomUUID().toString(), Phase.RUNNING, installation.owner());
        return "x-late";
    }

    private void put(String id, @Nullable String token, Phase phase, String owner) {
        provider.add(instance(id, token, phase, owner));
    }

    private static Instance instance(String id, @Nullable String token, Phase phase, String owner) {
        Map<String, String> labels = new HashMap<>();
        labels.put(Labels.OWNER, owner);
        return new Instance(
                new ProviderId(id), token == null ? null : new Token(token), labels, phase, List.of(), Map.of(), null);
    }

    private Answer adopt(String group, String body, String... headers) {
        int query = group.indexOf('?');
        String path = query < 0 ? group + "/adopt" : group.substring(0, query) + "/adopt" + group.substring(query);
        return groups.post("/v1/groups/" + path, body, headers);
    }

    private static String ids(String... ids) {
        return "{\"instances\": [\"" + String.join("\", \"", ids) + "\"]}";
    }

    private Instance instance(String id) {
        return provider.instances().stream()
                .filter(it -> it.id().value().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** As if the answer had not come yet. */
    private void calledByHand(String id, String until) {
        jdbc.sql("""
                update call_by_hand
                   set state = 'CALLED', closed_at = null, deadline = clock_timestamp() + :until::interval
                 where provider_id = :id
                """).param("id", id).param("until", until).update();
    }

    private long waitingForLocks() {
        return jdbc.sql("select count(*) from pg_locks where locktype = 'advisory' and not granted")
                .query(Long.class)
                .single();
    }

    private long fence() {
        return jdbc.sql("select fence from fleet_group where name = :name")
                .param("name", name)
                .query(Long.class)
                .single();
    }

    private String standing(String id) {
        return groups.get(INSTANCES + "/" + id).expect(200).text("/standing");
    }

    private List<JsonNode> eventsOf(String member) {
        return StreamSupport.stream(
                        groups.get("/v1/members/" + member)
                                .json()
                                .path("history")
                                .spliterator(),
                        false)
                .toList();
    }

    private static String message(Answer refused, String pointer) {
        return StreamSupport.stream(refused.json().path("violations").spliterator(), false)
                .filter(it -> it.path("pointer").asString().equals(pointer))
                .map(it -> it.path("message").asString())
                .findFirst()
                .orElse("");
    }
}
