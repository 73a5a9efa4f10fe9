package dev.drover.reconcile;

import static dev.drover.StoredGroups.CAPABILITIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.StoreTest;
import dev.drover.StoredGroups;
import dev.drover.database.Rows;
import dev.drover.member.RowMoved;
import dev.drover.plan.Action;
import dev.drover.plan.Lineage;
import dev.drover.plan.Member;
import dev.drover.plan.Plan;
import dev.drover.plan.Planner;
import dev.drover.plan.Why;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.Token;
import dev.drover.work.DatabaseClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.context.WebApplicationContext;
import tools.jackson.databind.JsonNode;

/** What a command's answer promises, on the real rows: nothing that it forbids is called any more. */
@StoreTest
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CommandStoreTests {
    @Autowired
    WebApplicationContext application;

    @Autowired
    GroupLoader loader;

    @Autowired
    Recorder recorder;

    @Autowired
    RecordCreates creates;

    @Autowired
    NewMembers newMembers;

    @Autowired
    ReconcilePass pass;

    @Autowired
    Claims claims;

    @Autowired
    OutcomeStatements outcomes;

    @Autowired
    StoredGroups groups;

    @Autowired
    TransactionOperations transactions;

    @Autowired
    DatabaseClock clock;

    @Autowired
    JdbcClient jdbc;

    private String provider = "";
    private MockMvc http = MockMvcBuilders.standaloneSetup(new Object()).build();

    @BeforeEach
    void start() {
        provider = groups.provider();
        http = MockMvcBuilders.webAppContextSetup(application).build();
    }

    @Test
    void onceAPauseIsAnsweredNothingThatItForbidsIsCalled() {
        long group = groups.declare(provider, 3);
        run(group);
        assertThat(claim(1)).hasSize(1);

        assertThat(post(group, "pause").path("alreadyCalled")).hasSize(1);

        assertThat(claim(10)).isEmpty();
        run(group);
        run(group);
        assertThat(claim(10)).isEmpty();
        assertThat(states(group)).isEqualTo("CALLED,CANCELLED,CANCELLED");

        post(group, "resume");
        run(group);
        assertThat(claim(10)).hasSize(2);
    }

    @Test
    void onceAPauseIsAnsweredNoPlannedDestroyIsCalled() {
        long group = bound(2);
        groups.resize(group, provider, 1);
        run(group);
        assertThat(groups.count("action where group_id = :group and state = 'PLANNED'", group))
                .isOne();

        post(group, "pause");
        assertThat(claim(10)).isEmpty();
        run(group);
        assertThat(claim(10)).isEmpty();
        assertThat(groups.count("member where group_id = :group and state = 'RUNNING'", group))
                .isEqualTo(2);

        post(group, "resume");
        run(group);
        assertThat(claim(10)).hasSize(1);
    }

    @Test
    void aPauseThatComesWhileACallIsClaimedTellsOfIt() {
        long group = groups.declare(provider, 1);
        run(group);
        CompletableFuture<JsonNode> paused = new CompletableFuture<>();
        transactions.executeWithoutResult(transaction -> {
            assertThat(claim(1)).hasSize(1);
            paused.completeAsync(() -> post(group, "pause"));
            assertThatThrownBy(() ->
                            paused.copy().orTimeout(200, TimeUnit.MILLISECONDS).join())
                    .hasMessageContaining("Timeout");
        });
        assertThat(paused.join().path("alreadyCalled")).hasSize(1);
    }

    @Test
    void theStartupOfMembersStoodStillExactlyAsLongAsRepairWasPaused() {
        long group = bound(1);
        Instant since = Instant.parse(post(group, "pause").at("/paused/repair").asString());
        post(group, "resume", "{\"processes\": [\"fill\"]}");
        clock.step(Duration.ofMinutes(7));
        groups.resize(group, provider, 2);
        run(group);
        provisioned(claim(10)); // a member that is bound during the pause
        clock.step(Duration.ofMinutes(3));

        post(group, "resume");

        Instant until = groups.instant(
                "select at from event where group_id = :group and type = 'GroupResumed'" + " order by id desc limit 1",
                group);
        assertThat(stoodStill(group))
                .containsExactly(
                        Duration.between(since, until),
                        Duration.between(
                                groups.instant("select max(bound_at) from member where group_id = :group", group),
                                until));
        assertThat(stoodStill(group).getFirst()).isGreaterThan(Duration.ofMinutes(10));

        post(group, "pause");
        clock.step(Duration.ofMinutes(1));
        post(group, "resume");
        assertThat(stoodStill(group).getFirst()).isGreaterThan(Duration.ofMinutes(11));
    }

    /** Another group may have been told so since this one was read. */
    @Test
    void theFirstWindowStaysClosedOnceTheProviderHasAskedForFewerCalls() {
        assertThat(window(groups.declare(provider, 3)).claims()).hasSize(2);
        jdbc.sql("update provider_state set throttled_until = :until where name = :provider")
                .param("until", Rows.timestamp(clock.now().plus(Duration.ofHours(1))))
                .param("provider", provider)
                .update();

        long group = groups.declare(provider, 3);
        assertThat(window(group).claims()).isEmpty();
        assertThat(groups.count("action where group_id = :group and state = 'PLANNED' and attempts = 0", group))
                .isEqualTo(3);
        assertThat(groups.count("event where group_id = :group and type = 'InstanceRequested'", group))
                .isZero();
    }

    /** Records a group's first creates with room for two calls, as they were planned before the throttle was known. */
    private FirstWindow window(long group) {
        Loaded loaded = loader.load(group).orElseThrow();
        List<Action.Provision> provisions = IntStream.range(0, 3)
                .mapToObj(it -> new Action.Provision(
                        new Action.NewMember(it + 1, it, null), 1, provider, Why.GROW, Lineage.FIRST))
                .toList();
        FirstWindow window = new FirstWindow(2, clock.now(), Duration.ofSeconds(30));
        transactions.executeWithoutResult(
                transaction -> creates.record(loaded, newMembers.prepare(loaded, provisions), loaded.epoch(), window));
        return window;
    }

    private List<Duration> stoodStill(long group) {
        return loader.load(group).orElseThrow().state().members().stream()
                .sorted(Comparator.comparing(Member::createdAt))
                .map(it -> Objects.requireNonNull(it.bound()).stoodStill())
                .toList();
    }

    @Test
    void aRetryMakesCreatesCallableThatWaitForAnothersFailure() {
        long group = groups.declare(provider, 3);
        run(group);
        failed(claim(1));
        run(group);
        assertThat(claim(10)).isEmpty();

        post(group, "retry");
        run(group);

        assertThat(claim(10)).hasSize(3);
        assertThat(groups.count("create_failure where group_id = :group", group))
                .isZero();
    }

    @Test
    void aRetryCallsAFailedDestroyAtOnce() {
        long group = bound(1);
        groups.resize(group, provider, 0);
        run(group);
        failed(claim(1));
        run(group);
        assertThat(claim(10)).isEmpty();

        post(group, "retry");
        run(group);

        assertThat(claim(10)).hasSize(1);
    }

    @Test
    void aMemberThatIsSeenAgainBetweenPlanAndRecordIsNotDestroyed() {
        long group = bound(2);
        lacks(group, clock.now());
        Loaded loaded = loader.load(group).orElseThrow();
        Plan plan = Planner.plan(loaded.state(), loaded.now());
        assertThat(plan.actions()).isNotEmpty();
        jdbc.sql("update member set missing_since = null where group_id = :group")
                .param("group", group)
                .update();

        assertThatThrownBy(() -> recorder.record(loaded, plan)).isInstanceOf(RowMoved.class);

        run(group);
        assertThat(groups.count("member where group_id = :group and state = 'RUNNING'", group))
                .isEqualTo(2);
        assertThat(claim(10)).isEmpty();
    }

    /** A listing may show an instance that its provider then fails to start, and removes. */
    @Test
    void whatWasSeenOfACreateThatFailedKeepsNobodyFromEndingIt() {
        long group = groups.declare(provider, 1);
        run(group);
        Claim claim = claim(1).getFirst();
        seen(group);
        failed(List.of(claim));
        assertThat(groups.count("member where group_id = :group and found is not null", group))
                .isZero();

        seen(group);
        groups.resize(group, provider, 0);
        run(group);

        assertThat(groups.count("member where group_id = :group and state = 'ENDED'", group))
                .isOne();
    }

    private void seen(long group) {
        jdbc.sql("update member set found = :found::jsonb where group_id = :group")
                .param(
                        "found",
                        Rows.json(new Instance(
                                new ProviderId("half"), null, Map.of(), Phase.STOPPED, List.of(), Map.of(), null)))
                .param("group", group)
                .update();
    }

    @Test
    void aThrottledProviderGetsNoCreatesButDestroys() {
        long group = bound(1);
        long other = groups.declare(provider, 1);
        run(other);
        groups.resize(group, provider, 0);
        run(group);
        jdbc.sql("update provider_state set throttled_until = :until where name = :name")
                .param("until", Rows.timestamp(clock.now().plusSeconds(60)))
                .param("name", provider)
                .update();

        assertThat(claim(10)).extracting(Claim::group).containsExactly(group);

        clock.step(Duration.ofSeconds(61));
        assertThat(claim(10)).extracting(Claim::group).containsExactly(other);
    }

    @Test
    void aDetachedMemberIsReleasedThoughItsDestroyWasPlanned() {
        long group = bound(1);
        groups.resize(group, provider, 0);
        run(group);
        assertThat(groups.count("action where group_id = :group and state = 'PLANNED'", group))
                .isOne();

        detach(group, 200);

        assertThat(claim(10)).isEmpty();
        run(group);
        assertThat(claim(10)).hasSize(1).hasOnlyElementsOfType(Claim.Unlabel.class);
        assertThat(groups.text("select what from tombstone where group_id = :group", group))
                .isEqualTo("RELEASED");
        assertThat(groups.text("select state || ' ' || ended_because from member where group_id = :group", group))
                .isEqualTo("ENDED detached by anonymous: its instance is left alone");
    }

    @Test
    void aMemberWhoseDestroyWasCalledCannotBeDetached() {
        long group = bound(1);
        groups.resize(group, provider, 0);
        run(group);
        failed(claim(1));

        detach(group, 409);

        assertThat(groups.count("member where group_id = :group and requested is not null", group))
                .isZero();
    }

    @Test
    void onceAReleaseIsAnsweredOnlyWhatWasCalledIsCarriedThrough() {
        long group = bound(3);
        groups.resize(group, provider, 1);
        run(group);
        List<Claim> called = claim(1); // of two destroys that are planned
        assertThat(called).hasOnlyElementsOfType(Claim.Destroy.class);

        assertThat(post(group, "release").path("alreadyCalled")).hasSize(1);

        assertThat(claim(10)).isEmpty();
        assertThat(groups.count("member where group_id = :group and requested = 'DETACH'", group))
                .isEqualTo(2);
        run(group);
        assertThat(claim(10)).hasSize(2).hasOnlyElementsOfType(Claim.Unlabel.class);
        failed(called);
        clock.step(Duration.ofMinutes(1));
        run(group);
        assertThat(claim(10)).hasSize(1).hasOnlyElementsOfType(Claim.Destroy.class);
        assertThat(groups.text("select state from fleet_group where id = :group", group))
                .isEqualTo("RELEASING");
    }

    /** A group whose members have instances, and were listed a moment ago. */
    private long bound(int size) {
        long group = groups.declare(provider, size);
        run(group);
        provisioned(claim(size));
        jdbc.sql("""
                insert into observation (provider, started_at, duration_ms, interval_ms, attempted_at)
                values (:provider, :now, 10, 10000, :now)
                on conflict (provider) do update set started_at = excluded.started_at
                """)
                .param("provider", provider)
                .param("now", Rows.timestamp(clock.now()))
                .update();
        return group;
    }

    private void lacks(long group, Instant since) {
        jdbc.sql("update member set missing_since = :since where group_id = :group")
                .param("since", Rows.timestamp(since))
                .param("group", group)
                .update();
        jdbc.sql("update observation set started_at = :now where provider = :provider")
                .param("now", Rows.timestamp(since.plusSeconds(11)))
                .param("provider", provider)
                .update();
        clock.step(Duration.ofSeconds(12));
    }

    private void provisioned(List<Claim> claimed) {
        outcomes.write(claimed.stream()
                .map(it -> (Outcome) new Outcome.Provisioned((Claim.Provision) it, instance(it)))
                .toList());
    }

    private void failed(List<Claim> claimed) {
        assertThat(claimed).hasSize(1);
        outcomes.write(List.of(new Outcome.Failed(claimed.getFirst(), ProviderFailure.Kind.RETRYABLE, "no", null)));
    }

    private static Instance instance(Claim claim) {
        return new Instance(
                new ProviderId("i-" + claim.action()),
                new Token(claim.action().toString()),
                Map.of(),
                Phase.RUNNING,
                List.of(),
                Map.of(),
                null);
    }

    private JsonNode post(long group, String command) {
        return post(group, command, "");
    }

    private JsonNode post(long group, String command, String body) {
        String name = groups.text("select name from fleet_group where id = :group", group);
        return Rows.tree(post("/v1/groups/" + name + "/" + command, body, 200));
    }

    private void detach(long group, int status) {
        String member = loader.load(group)
                .orElseThrow()
                .state()
                .members()
                .getFirst()
                .id()
                .toString();
        post("/v1/members/" + member + "/detach", "", status);
    }

    private String post(String path, String body, int status) {
        try {
            MockHttpServletResponse response = http.perform(MockMvcRequestBuilders.post(path)
                            .contentType("application/json")
                            .content(body))
                    .andReturn()
                    .getResponse();
            assertThat(response.getStatus()).as(response.getContentAsString()).isEqualTo(status);
            return response.getContentAsString();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void run(long group) {
        assertThat(pass.run(String.valueOf(group))).isPresent();
    }

    private List<Claim> claim(int permits) {
        return claims.claim(provider, CAPABILITIES, permits);
    }

    private String states(long group) {
        return groups.text("select string_agg(state, ',' order by state) from action where group_id = :group", group);
    }
}
