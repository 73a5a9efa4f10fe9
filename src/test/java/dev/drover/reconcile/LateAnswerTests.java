package dev.drover.reconcile;

import static dev.drover.StoredGroups.CAPABILITIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.StoreTest;
import dev.drover.StoredGroups;
import dev.drover.database.Rows;
import dev.drover.member.AdoptedMembers;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.Token;
import dev.drover.work.DatabaseClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Answers that come on another connection while a pass ends what they are about: they revive nothing. */
@StoreTest
class LateAnswerTests {
    @Autowired
    ReconcilePass pass;

    @Autowired
    Claims claims;

    @Autowired
    OutcomeStatements outcomes;

    @Autowired
    Unlabelling unlabelling;

    @Autowired
    AdoptedMembers adopted;

    @Autowired
    StoredGroups groups;

    @Autowired
    DatabaseClock clock;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionOperations transactions;

    private String provider = "";
    private long group;

    @BeforeEach
    void oneMember() {
        provider = groups.provider();
        group = groups.declare(provider, 1);
        run();
    }

    /** What ends a member, and its group but for the first. */
    enum End {
        SMALLER,
        DELETED,
        RELEASED,
        ABANDONED
    }

    @ParameterizedTest
    @EnumSource
    void aCreateThatIsAnsweredAfterItsMemberEndedRevivesNothing(End end) {
        Claim.Provision claim = (Claim.Provision) claim();
        if (end != End.ABANDONED) {
            clock.step(Duration.ofSeconds(31));
            run();
            assertThat(action("PROVISION")).isEqualTo("UNKNOWN");
            update("update action set sought_at = deadline + interval '1 minute' where group_id = :group");
        }
        ask(end);
        lateAnswers(List.of(new Outcome.Provisioned(claim, instance(claim))));

        assertThat(groups.text("select state || coalesce(provider_id, '') from member where group_id = :group", group))
                .isEqualTo("ENDED");
        assertThat(action("PROVISION")).isEqualTo("FAILED");
        assertThat(tombstone()).isEqualTo("NEVER_CREATED");
        assertThat(groups.count("event where group_id = :group and type = 'InstanceProvisioned'", group))
                .isZero();
        assertThat(state()).isEqualTo(end == End.SMALLER ? "ACTIVE" : "DELETED");
        if (end != End.SMALLER) {
            assertThat(pass.run(String.valueOf(group))).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DELETED", "RELEASED", "ABANDONED"})
    void aDestroyThatIsAnsweredAfterItsMemberEndedRevivesNothing(End end) {
        bind();
        groups.resize(group, provider, 0);
        listed();
        run();
        Claim.Destroy claim = (Claim.Destroy) claim();
        if (end != End.ABANDONED) { // the first answer told that it was agreed to, and a listing proves it
            outcomes.write(List.of(new Outcome.Destroyed(claim)));
            update("update member set missing_since = clock_timestamp() where group_id = :group");
            clock.step(Duration.ofSeconds(1));
            listed();
        }
        ask(end);
        lateAnswers(List.of(new Outcome.Unknown(claim, "late"), new Outcome.Destroyed(claim)));

        assertThat(groups.text("select state from member where group_id = :group", group))
                .isEqualTo("ENDED");
        assertThat(action("DESTROY")).isEqualTo(end == End.ABANDONED ? "FAILED" : "DONE");
        assertThat(tombstone()).isEqualTo("ENDED");
        assertThat(state()).isEqualTo("DELETED");
    }

    @Test
    void aMachineThatIsLetGoIsTombstonedBeforeItsLabelsAreTakenAwayAndLateLabelsChangeNothing() {
        bind();
        update("update declaration set labels_at = 2 where group_id = :group");
        listed();
        run();
        Claim.Label claim = (Claim.Label) claim();
        ask(End.RELEASED);
        run();
        assertThat(state()).isEqualTo("RELEASING"); // the call may still reach it
        clock.step(Duration.ofSeconds(61));
        lateAnswers(List.of(new Outcome.Labelled(claim, Map.of("late", "label"), 2)));

        assertThat(state()).isEqualTo("DELETED");
        assertThat(tombstone()).isEqualTo("RELEASED");
        assertThat(action("LABEL")).isEqualTo("FAILED");
        assertThat(groups.text("select labels::text from member where group_id = :group", group))
                .doesNotContain("late");
        assertThat(action("UNLABEL")).isEqualTo("PLANNED");
    }

    @Test
    void anUnlabelIsCalledThoughItsGroupIsGoneAndFencedAndIsPlannedAgainWhateverItComesTo() {
        release();
        assertThat(state()).isEqualTo("DELETED");
        groups.fence(group);

        Claim.Unlabel first = (Claim.Unlabel) claim();
        assertThat(first.id().value()).isEqualTo("i-1");
        outcomes.write(List.of(new Outcome.Failed(first, ProviderFailure.Kind.REJECTED, "no", null)));
        assertThat(action("UNLABEL")).isEqualTo("PLANNED");
        assertThat(claims.claim(provider, CAPABILITIES, 1)).isEmpty();

        clock.step(Duration.ofSeconds(13));
        Claim.Unlabel second = (Claim.Unlabel) claim();
        unlabelling.unanswered(provider); // not yet
        assertThat(action("UNLABEL")).isEqualTo("CALLED");
        clock.step(Duration.ofSeconds(61)); // its replica has died
        unlabelling.unanswered(provider);
        assertThat(action("UNLABEL")).isEqualTo("PLANNED");
        outcomes.write(List.of(new Outcome.Unlabelled(second))); // too late: it is called again
        assertThat(action("UNLABEL")).isEqualTo("PLANNED");

        clock.step(Duration.ofSeconds(26));
        Claim.Unlabel third = (Claim.Unlabel) claim();
        outcomes.write(List.of(
                new Outcome.Failed(third, ProviderFailure.Kind.THROTTLED, "slow down", Duration.ofMinutes(10))));
        clock.step(Duration.ofMinutes(6)); // its own back-off is over, and the provider still wants no calls
        assertThat(claims.claim(provider, CAPABILITIES, 1)).isEmpty();
        clock.step(Duration.ofMinutes(5));
        outcomes.write(List.of(new Outcome.Unlabelled((Claim.Unlabel) claim())));
        assertThat(action("UNLABEL")).isEqualTo("DONE");
        assertThat(groups.count("wake where group_id = :group", group)).isZero();
    }

    @Test
    void adoptingCancelsAnUnlabelThatIsPlannedAndWaitsForOneThatIsAboutToBeCalled() {
        release();
        UUID token = jdbc.sql("select token from member where group_id = :group")
                .param("group", group)
                .query(UUID.class)
                .single();
        transactions.executeWithoutResult(transaction -> {
            adopted.keepLabels(List.of(token), clock.now());
            List<Claim> others = CompletableFuture.supplyAsync(() -> claims.claim(provider, CAPABILITIES, 1))
                    .join();
            assertThat(others).isEmpty(); // whoever claims passes it over
        });
        assertThat(action("UNLABEL")).isEqualTo("CANCELLED");

        update("update action set state = 'PLANNED' where kind = 'UNLABEL' and group_id = :group");
        CompletableFuture<Void> adoption = Objects.requireNonNull(transactions.execute(transaction -> {
            assertThat(claims.claim(provider, CAPABILITIES, 1)).hasSize(1);
            CompletableFuture<Void> waits =
                    CompletableFuture.runAsync(() -> adopted.keepLabels(List.of(token), clock.now()));
            awaitBlocked();
            return waits;
        }));
        adoption.join();
        assertThat(action("UNLABEL")).isEqualTo("CALLED");
    }

    @Test
    void aGroupWhoseProviderWasNeverConfiguredCanBeAbandoned() {
        String nowhere = "nowhere-" + UUID.randomUUID();
        group = groups.declare(nowhere, 1);
        run();
        ask(End.ABANDONED);
        run();
        assertThat(state()).isEqualTo("DELETED");
        assertThat(groups.count("action where group_id = :group and state = 'PLANNED'", group))
                .isZero();
    }

    private void release() {
        bind();
        listed();
        ask(End.RELEASED);
        run();
    }

    private void bind() {
        Claim.Provision claim = (Claim.Provision) claim();
        outcomes.write(List.of(new Outcome.Provisioned(claim, instance(claim))));
    }

    /** Shows what it showed before, at this instant. */
    private void listed() {
        jdbc.sql("""
                insert into observation (provider, started_at, duration_ms, interval_ms, attempted_at)
                values (:provider, :now, 1, 10000, :now)
                on conflict (provider) do update set started_at = :now, attempted_at = :now
                """)
                .param("provider", provider)
                .param("now", Rows.timestamp(clock.now()))
                .update();
    }

    /** As the commands do it. */
    private void ask(End end) {
        switch (end) {
            case SMALLER -> groups.resize(group, provider, 0);
            case DELETED -> update("update fleet_group set state = 'DELETING' where id = :group");
            case RELEASED -> {
                update("update fleet_group set state = 'RELEASING' where id = :group");
                update("""
                        update member m set requested = 'DETACH', requested_at = clock_timestamp(), requested_by = 'ada'
                         where group_id = :group and state <> 'ENDED' and not exists (
                            select from action a where a.group_id = m.group_id and a.member = m.number
                               and a.kind = 'DESTROY' and a.attempts > 0)
                        """);
            }
            case ABANDONED -> update("update fleet_group set state = 'DELETING', abandoned = true where id = :group");
        }
        groups.fence(group);
    }

    /** The pass has written the end, and not committed it, when the answers come. */
    private void lateAnswers(List<Outcome> late) {
        CompletableFuture<Void> answers = Objects.requireNonNull(transactions.execute(transaction -> {
            run();
            CompletableFuture<Void> answer = CompletableFuture.runAsync(() -> outcomes.write(late));
            awaitBlocked();
            return answer;
        }));
        answers.join();
    }

    private void awaitBlocked() {
        await().pollInSameThread()
                .until(() -> jdbc.sql("select exists (select from pg_locks where not granted"
                                + " and pg_backend_pid() = any(pg_blocking_pids(pid)))")
                        .query(Boolean.class)
                        .single());
    }

    private void run() {
        pass.run(String.valueOf(group));
    }

    private Claim claim() {
        return claims.claim(provider, CAPABILITIES, 1).getFirst();
    }

    private void update(String sql) {
        jdbc.sql(sql).param("group", group).update();
    }

    private String action(String kind) {
        return jdbc.sql("select state from action where group_id = :group and kind = :kind")
                .param("group", group)
                .param("kind", kind)
                .query(String.class)
                .single();
    }

    private String tombstone() {
        return groups.text("select what from tombstone where group_id = :group", group);
    }

    private String state() {
        return groups.text("select state from fleet_group where id = :group", group);
    }

    private static Instance instance(Claim.Provision claim) {
        return new Instance(
                new ProviderId("i-1"),
                new Token(claim.action().toString()),
                Map.of(),
                Phase.RUNNING,
                List.of(),
                Map.of(),
                null);
    }
}
