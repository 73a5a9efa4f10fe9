package dev.drover.application;

import static dev.drover.application.Groups.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.provider.Installation;
import dev.drover.provider.Providers;
import dev.drover.provider.fake.FakeProvider;
import dev.drover.provider.fake.Faults;
import dev.drover.provider.fake.Faults.Call;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Labels;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderFailure.Kind;
import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.Token;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Instances as a provider holds them, and those that people make and destroy by hand. */
@ApplicationTest
class InstanceTests {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final String PATH = "/v1/providers/hand/instances";
    private static final String BODY = "{\"properties\": {\"image\": \"good\"}}";

    @Autowired
    Groups groups;

    @Autowired
    Providers providers;

    @Autowired
    Installation installation;

    @Autowired
    JdbcClient jdbc;

    private FakeProvider provider;
    private final String key = "key-" + COUNT.incrementAndGet();

    @BeforeEach
    void provider() {
        provider = groups.provider("hand");
    }

    @AfterEach
    void clean() {
        provider.faults().down();
        provider.instances().forEach(it -> provider.lose(it.id()));
        jdbc.sql("update provider_state set throttled_until = null").update();
    }

    @Test
    void anInstanceMadeByHandIsJournalledAndReleased() {
        Answer made = groups.post(PATH, """
                        {"properties": {"image": "good"}, "labels": {"team": "shop"}, "init": ["echo a"],
                         "logicalId": "db-1", "index": 4, "attachments": [{"id": "vol-1", "type": "volume"}]}
                        """).expect(201);
        assertThat(made.text("/standing")).isEqualTo("released");
        assertThat(made.text("/phase")).isEqualTo("running");
        assertThat(made.text("/logicalId")).isEqualTo("db-1");
        assertThat(made.json().path("member").isNull()).isTrue();
        assertThat(made.text("/labels/team")).isEqualTo("shop");
        assertThat(made.text("/labels/drover.owner")).isEqualTo(installation.owner());
        assertThat(made.text("/labels/drover.token")).isEqualTo(made.text("/token"));
        var request = provider.provisioned().getLast();
        assertThat(request.index()).isEqualTo(4);
        assertThat(request.init()).containsExactly("echo a");
        assertThat(request.attachments()).hasSize(1);

        assertThat(made.header("Location")).isEqualTo(PATH + "/" + made.text("/id"));
        assertThat(groups.get(made.header("Location")).expect(200).json()).isEqualTo(made.json());
        assertThat(row(made.text("/token"), "state")).isEqualTo("DONE");
        assertThat(events(made.text("/token"), made.text("/id")))
                .containsExactly("InstanceRequested anonymous", "InstanceProvisioned anonymous");
    }

    @Test
    void theRowAndTheTombstoneAreCommittedBeforeTheProviderIsCalled() {
        Faults.Hang hang = provider.faults().hang(Call.PROVISION);
        var answer = CompletableFuture.supplyAsync(() -> groups.post(PATH, BODY, "Idempotency-Key", key));
        hang.awaitEntered();

        String token = "";
        try {
            token = token(key);
            assertThat(row(token, "state")).isEqualTo("CALLED");
            assertThat(row(token, "request ->> 'token'")).isNotNull();
            assertThat(tombstone(token)).isEqualTo("RELEASED");
            assertThat(groups.get("/v1/providers/hand").text("/calls/inFlight")).isEqualTo("1");
            assertThat(groups.get("/v1/providers/hand").text("/permits/free")).isEqualTo("15");
            groups.post(PATH, BODY, "Idempotency-Key", key).refused(409, "blocked");
        } finally {
            hang.release();
        }
        assertThat(answer.join().expect(201).text("/token")).isEqualTo(token);
        assertThat(groups.get("/v1/providers/hand").text("/permits/free")).isEqualTo("16");
    }

    @Test
    void theSameKeyMakesOneInstance() {
        Answer first = groups.post(PATH, BODY, "Idempotency-Key", key).expect(201);
        Answer again = groups.post(PATH, "{ \"properties\": {\"image\":\"good\"}}", "Idempotency-Key", key)
                .expect(201);
        assertThat(again.text("/id")).isEqualTo(first.text("/id"));
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(provider.instances()).hasSize(1);

        groups.post(PATH, "{\"properties\": {}}", "Idempotency-Key", key).refused(422, "validation");
        groups.post("/v1/providers/fragile/instances", BODY, "Idempotency-Key", key)
                .expect(201);
        groups.provider("fragile")
                .instances()
                .forEach(it -> groups.provider("fragile").lose(it.id()));
    }

    @Test
    void twoRequestsWithOneKeyAtOnceMakeOneInstance() {
        for (int round = 0; round < 10; round++) {
            String shared = key + "-" + round;
            List<Integer> statuses = Stream.generate(() -> CompletableFuture.supplyAsync(() ->
                            groups.post(PATH, BODY, "Idempotency-Key", shared).status()))
                    .limit(2)
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();
            assertThat(statuses).contains(201).allMatch(it -> it == 201 || it == 409);
            assertThat(provider.instances()).hasSize(round + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\tb"})
    void keysThatAreNone(String odd) {
        groups.post(PATH, BODY, "Idempotency-Key", odd).refused(400, "malformed");
        groups.post(PATH, BODY, "Idempotency-Key", "k".repeat(101)).refused(400, "malformed");
        assertThat(provider.instances()).isEmpty();
    }

    @Test
    void whatTheProviderRefusesIsSaidInItsWords() {
        provider.faults().fail(Call.PROVISION, new ProviderFailure(Kind.REJECTED, "no such flavour of ice"));
        assertThat(groups.post(PATH, BODY, "Idempotency-Key", key)
                        .refused(422, "validation")
                        .text("/detail"))
                .contains("no such flavour of ice");
        assertThat(row(token(key), "state")).isEqualTo("FAILED");
        groups.post(PATH, BODY, "Idempotency-Key", key).refused(422, "validation");
        assertThat(provider.instances()).isEmpty();

        for (Kind kind : List.of(Kind.RETRYABLE, Kind.OUT_OF_CAPACITY)) {
            provider.faults().fail(Call.PROVISION, new ProviderFailure(kind, "sold out today"));
            assertThat(groups.post(PATH, BODY)
                            .refused(502, "provider-unreachable")
                            .text("/detail"))
                    .contains("sold out today");
        }
    }

    @Test
    void aProviderThatWantsToBeLeftAloneIs() {
        provider.faults().fail(Call.PROVISION, ProviderFailure.throttled("slower please", Duration.ofMinutes(5)));
        groups.post(PATH, BODY).refused(502, "provider-unreachable");
        int calls = provider.faults().calls(Call.PROVISION);
        assertThat(groups.get("/v1/providers/hand")
                        .json()
                        .path("throttledUntil")
                        .isNull())
                .isFalse();
        assertThat(groups.post(PATH, BODY).refused(502, "provider-unreachable").text("/detail"))
                .contains("left alone until");
        assertThat(provider.faults().calls(Call.PROVISION)).isEqualTo(calls);
    }

    @Test
    void aLostAnswerIsSaidToBeUnknownAndTheListingShowsTheInstance() {
        provider.faults().loseAnswer(Call.PROVISION);
        Answer unknown = groups.post(PATH, BODY, "Idempotency-Key", key).expect(202);
        assertThat(unknown.text("/state")).isEqualTo("unknown");
        assertThat(unknown.text("/detail")).contains("/v1/providers/hand/instances");
        assertThat(groups.post(PATH, BODY, "Idempotency-Key", key).expect(202).text("/token"))
                .isEqualTo(unknown.text("/token"));
        assertThat(provider.instances()).hasSize(1);

        Answer listed = groups.get(PATH).expect(200);
        assertThat(listed.items("/token")).containsExactly(unknown.text("/token"));
        assertThat(listed.items("/standing")).containsExactly("released");
        assertThat(events(unknown.text("/token"), "none"))
                .containsExactly("InstanceRequested anonymous", "OutcomeUnknown anonymous");
    }

    @Test
    void aDroverThatDiesInBetweenLeavesACallThatBecomesUnknown() {
        String asked = orphanedCall(key);
        String found = orphanedCall(key + "-b");
        instance("dead-1", asked, Map.of());

        Answer answer = groups.post(PATH, BODY, "Idempotency-Key", key).expect(202);
        assertThat(answer.text("/token")).isEqualTo(asked);
        assertThat(row(asked, "state")).isEqualTo("UNKNOWN");
        assertThat(groups.get(PATH).items("/standing")).containsExactly("released");

        String later = orphanedCall(key + "-c");
        eventually().untilAsserted(() -> {
            groups.step(Duration.ofSeconds(31));
            assertThat(row(later, "state")).isEqualTo("UNKNOWN");
        });
        assertThat(row(found, "state")).isEqualTo("UNKNOWN");
    }

    /** What a Drover that was killed during the call leaves behind. */
    private String orphanedCall(String idempotencyKey) {
        String token = UUID.randomUUID().toString();
        jdbc.sql("""
                with t as (insert into tombstone (token, what, at) values (:token::uuid, 'RELEASED', clock_timestamp()))
                insert into call_by_hand (id, provider, kind, state, token, body, request, idempotency_key, actor,
                                          called_at, deadline)
                values (gen_random_uuid(), 'hand', 'PROVISION', 'CALLED', :token, :body::jsonb, '{}', :key, 'dead',
                        clock_timestamp() - interval '40 seconds', clock_timestamp() - interval '10 seconds')
                """)
                .param("token", token)
                .param("body", BODY)
                .param("key", idempotencyKey)
                .update();
        return token;
    }

    @Test
    void neitherObservingNorReconcilingTouchesAnInstanceMadeByHand() {
        String id = groups.post(PATH, BODY).expect(201).text("/id");
        String group = groups.converged("hand", 2);
        for (int round = 0; round < 3; round++) {
            int listed = provider.faults().calls(Call.DESCRIBE);
            groups.step(Duration.ofHours(1));
            eventually().until(() -> provider.faults().calls(Call.DESCRIBE) > listed);
        }
        groups.remove(group);
        assertThat(provider.instances()).extracting(it -> it.id().value()).containsExactly(id);
        assertThat(groups.get(PATH + "/" + id).expect(200).text("/standing")).isEqualTo("released");
    }

    @Test
    void aBusyProviderSaysSo() {
        var permits = providers.configured("hand").orElseThrow().permits();
        permits.acquireUninterruptibly(16);
        try {
            assertThat(groups.post(PATH, BODY)
                            .refused(502, "provider-unreachable")
                            .text("/detail"))
                    .contains("busy");
        } finally {
            permits.release(16);
        }
        assertThat(provider.instances()).isEmpty();
    }

    @Test
    void everythingThatIsWrongWithABodyIsSaidAtOnce() {
        Answer refused = groups.post(PATH, """
                        {"properties": {"imgae": "x", "image": "{{ports.http}}"}, "labels": {"drover.group": "web", "a": 1},
                         "index": -1, "init": "x", "logicalID": "a", "attachments": [{"id": "x"}]}
                        """).refused(422, "validation");
        assertThat(refused.violations())
                .contains(
                        "/properties/imgae",
                        "/properties/image",
                        "/labels/drover.group",
                        "/labels/a",
                        "/index",
                        "/init",
                        "/logicalID",
                        "/attachments/0/type");
        assertThat(refused.body()).contains("did you mean 'image'?", "did you mean 'logicalId'?");
        groups.post(PATH, "{\"properties\": {\"image\": \"${secret:a}\"}}").refused(422, "validation");
        groups.post(PATH, "{\"properties\": {\"image\": \"broken\"}}").refused(422, "validation");
        groups.post(PATH, "{}").refused(422, "validation");
        groups.post(PATH, "{\"properties\": []}").refused(422, "validation");
        groups.post("/v1/providers/process/instances", """
                {"properties": {"command": ["true"]}, "attachments": [{"id": "a", "type": "volume"}]}
                """).refused(422, "validation");
        for (String odd : List.of("", "[]", "{", "3", "{\"properties\": 1e999}")) {
            assertThat(groups.post(PATH, odd).status()).isIn(400, 422);
        }
        groups.post(PATH, BODY, "Content-Type", "text/plain").refused(415, "unsupported-media-type");
        groups.post(PATH + "?force=true", BODY).refused(400, "malformed");
        assertThat(provider.instances()).isEmpty();
    }

    @Test
    void aListingShowsTheStandingOfEach() {
        String group = groups.converged("hand", 1);
        String member = groups.members(group).getFirst();
        Answer byHand = groups.post(PATH, BODY).expect(201);
        String never = UUID.randomUUID().toString();
        tombstone(never, "NEVER_CREATED");
        instance("z-never", never, Map.of(Labels.GROUP, "old"));
        instance("z-strange", "no uuid at all", Map.of());
        instance("z-bare", null, Map.of());
        provider.add(new Instance(
                new ProviderId("z-foreign"),
                new Token("x"),
                Map.of(Labels.OWNER, "somebody else"),
                Phase.RUNNING,
                List.of(),
                Map.of(),
                null));

        Map<String, String> standing = new HashMap<>();
        Answer listing = groups.get(PATH).expect(200);
        listing.json()
                .path("items")
                .forEach(it -> standing.put(
                        it.path("id").asString(), it.path("standing").asString()));
        assertThat(standing)
                .hasSize(5)
                .containsEntry(byHand.text("/id"), "released")
                .containsEntry("z-never", "neverCreated")
                .containsEntry("z-strange", "unknown")
                .containsEntry("z-bare", "unknown")
                .containsValue("member");
        assertThat(listing.items("/member")).contains(member);
        assertThat(listing.items("/group")).contains(group, "old");
        assertThat(listing.items("/id")).isSorted();

        Answer orphans = groups.get(PATH + "?orphans=true").expect(200);
        assertThat(orphans.items("/id"))
                .containsExactlyInAnyOrder(byHand.text("/id"), "z-never", "z-strange", "z-bare");
        Answer page = groups.get(PATH + "?orphans=true&limit=3").expect(200);
        Answer rest = groups.get(PATH + "?orphans=true&limit=3&after=" + page.text("/next"))
                .expect(200);
        assertThat(page.items("/id")).hasSize(3);
        assertThat(rest.items("/id")).containsExactly("z-strange");
        assertThat(rest.json().path("next").isNull()).isTrue();

        String gone = groups.get("/v1/members/" + member).text("/member/labels/drover.token");
        groups.remove(group);
        instance("z-back", gone, Map.of());
        assertThat(groups.get(PATH + "/z-back").expect(200).text("/standing")).isEqualTo("ended");
    }

    @Test
    void aProviderThatIsDownIsNoFailureOfOurs() {
        provider.faults().down(Call.DESCRIBE);
        assertThat(groups.get(PATH).refused(502, "provider-unreachable").text("/detail"))
                .contains("down on purpose");
        groups.get(PATH + "/a").refused(502, "provider-unreachable");
        groups.delete(PATH + "/a").refused(502, "provider-unreachable");
        eventually()
                .untilAsserted(() -> assertThat(groups.get("/v1/providers/hand").text("/health/reason"))
                        .contains("down on purpose"));
        assertThat(groups.get("/v1/providers/hand").text("/health/status")).isEqualTo("failing");
    }

    @Test
    void anInstanceOfNoGroupIsDestroyed() {
        Answer made = groups.post(PATH, BODY).expect(201);
        Answer destroyed = groups.delete(made.header("Location")).expect(202);
        assertThat(destroyed.text("/state")).isEqualTo("destroying");
        assertThat(provider.instances()).isEmpty();
        groups.delete(made.header("Location")).refused(404, "not-found");
        assertThat(events(made.text("/id") + " by hand", made.text("/id") + ", by hand"))
                .contains("InstanceDestroyed anonymous");
    }

    @Test
    void theInstanceOfAMemberIsProtected() {
        String group = groups.converged("hand", 1);
        String member = groups.members(group).getFirst();
        String id = provider.instances().getFirst().id().value();
        assertThat(groups.delete(PATH + "/" + id).refused(409, "protected").text("/detail"))
                .contains(member, group, "scale");
        assertThat(provider.instances()).hasSize(1);
        assertThat(jdbc.sql("select count(*) from call_by_hand where kind = 'DESTROY' and provider_id = :id")
                        .param("id", id)
                        .query(Long.class)
                        .single())
                .isZero();
        groups.remove(group);
    }

    @Test
    void anInstanceThatAMemberIsAboutToBindIsProtected() {
        provider.faults().loseAnswer(Call.PROVISION);
        provider.faults().down(Call.FIND);
        provider.freezeListings();
        String name = Groups.newName();
        groups.put(name, Groups.spec("hand", 1)).expect(201);
        eventually().until(() -> !provider.instances().isEmpty());
        Instance unbound = provider.instances().getFirst();
        assertThat(jdbc.sql("select count(*) from member where token = :token::uuid and provider_id is null")
                        .param("token", String.valueOf(unbound.token()))
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
        String path = PATH + "/" + unbound.id();
        eventually().untilAsserted(() -> {
            provider.thawListings();
            Answer answer = groups.delete(path);
            provider.freezeListings();
            answer.refused(409, "protected");
        });
        provider.thawListings();
        provider.faults().down();
        groups.converge(name);
        assertThat(provider.instances()).contains(unbound);
        groups.remove(name);
    }

    @Test
    void aDestroyThatFailsIsSaidInTheProvidersWords() {
        String id = groups.post(PATH, BODY).expect(201).text("/id");
        provider.faults().fail(Call.DESTROY, new ProviderFailure(Kind.REJECTED, "it is nailed down"));
        assertThat(groups.delete(PATH + "/" + id).refused(422, "validation").text("/detail"))
                .contains("it is nailed down");
        provider.faults().fail(Call.DESTROY, Kind.RETRYABLE);
        groups.delete(PATH + "/" + id).refused(502, "provider-unreachable");
        provider.faults().loseAnswer(Call.DESTROY);
        assertThat(groups.delete(PATH + "/" + id).expect(202).text("/state")).isEqualTo("unknown");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "region/zone/vm-1",
                "/subscriptions/a b/vm",
                "a;b=c",
                "ä€😀",
                "100%",
                "a?b#c",
                "a\\b",
                "..",
                "a//b",
                "projects/p:x@y+z"
            })
    void anIdMayHoldAnyCharacter(String id) {
        instance(id, UUID.randomUUID().toString(), Map.of());
        String path =
                PATH + "/" + URLEncoder.encode(id, UTF_8).replace("+", "%20").replace(".", "%2E");
        assertThat(groups.get(path).expect(200).text("/id")).isEqualTo(id);
        if (!id.startsWith("/") && !id.contains("//")) {
            assertThat(groups.get(path.replace("%2F", "/")).expect(200).text("/id"))
                    .isEqualTo(id);
        }
        assertThat(groups.delete(path).expect(202).text("/id")).isEqualTo(id);
        groups.get(path).refused(404, "not-found");
    }

    @Test
    void whatIsNotThere() {
        for (String name : List.of("nonsense", "Hand!", "%F0%9F%90%84")) {
            String path = "/v1/providers/" + name + "/instances";
            assertThat(groups.get(path).refused(404, "not-found").text("/detail"))
                    .contains("fake", "fragile", "hand");
            groups.post(path, BODY).refused(404, "not-found");
            groups.delete(path + "/a").refused(404, "not-found");
        }
        assertThat(groups.get("/v1/providers/hnad/instances").text("/detail")).contains("did you mean 'hand'?");
        groups.get(PATH + "/nonsense").refused(404, "not-found");
        groups.delete(PATH + "/nonsense").refused(404, "not-found");
        assertThat(groups.delete(PATH).status()).isIn(404, 405);
        groups.get(PATH + "?orphans=maybe").refused(400, "malformed");
        groups.get(PATH + "?limit=0").refused(400, "malformed");
        groups.get(PATH + "?after=!").refused(400, "malformed");
    }

    private void instance(String id, @Nullable String token, Map<String, String> labels) {
        Map<String, String> all = new HashMap<>(labels);
        all.put(Labels.OWNER, installation.owner());
        provider.add(new Instance(
                new ProviderId(id),
                token == null ? null : new Token(token),
                all,
                Phase.RUNNING,
                List.of(),
                Map.of(),
                null));
    }

    private void tombstone(String token, String what) {
        jdbc.sql("insert into tombstone (token, what, at) values (:token::uuid, :what, clock_timestamp())")
                .param("token", token)
                .param("what", what)
                .update();
    }

    private String tombstone(String token) {
        return jdbc.sql("select what from tombstone where token = :token::uuid")
                .param("token", token)
                .query(String.class)
                .single();
    }

    private String token(String idempotencyKey) {
        return jdbc.sql("select token from call_by_hand where provider = 'hand' and idempotency_key = :key")
                .param("key", idempotencyKey)
                .query(String.class)
                .single();
    }

    private String row(String token, String column) {
        return jdbc.sql("select " + column + " from call_by_hand where token = :token")
                .param("token", token)
                .query(String.class)
                .single();
    }

    /** Type and actor of the events of no group that name one of these, oldest first. */
    private List<String> events(String one, String other) {
        return jdbc.sql("""
                select type || ' ' || actor from event
                 where group_id is null and group_name is null
                   and (position(:one in message) > 0 or position(:other in message) > 0)
                 order by tx, id
                """)
                .param("one", one)
                .param("other", other)
                .query(String.class)
                .list();
    }
}
