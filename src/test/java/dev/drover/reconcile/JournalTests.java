package dev.drover.reconcile;

import static dev.drover.StoredGroups.CAPABILITIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.StoreTest;
import dev.drover.StoredGroups;
import dev.drover.database.Rows;
import dev.drover.member.RowMoved;
import dev.drover.plan.Plan;
import dev.drover.plan.Planner;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.Token;
import dev.drover.spec.GroupName;
import dev.drover.spec.MemberId;
import dev.drover.work.DatabaseClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is written into the journal, and what is refused because somebody was there first. */
@StoreTest
class JournalTests {
    @Autowired
    GroupLoader loader;

    @Autowired
    Recorder recorder;

    @Autowired
    ReconcilePass pass;

    @Autowired
    Claims claims;

    @Autowired
    OutcomeStatements outcomes;

    @Autowired
    StoredGroups groups;

    @Autowired
    DatabaseClock clock;

    @Autowired
    JdbcClient jdbc;

    private String provider = "";

    @BeforeEach
    void provider() {
        provider = groups.provider();
    }

    @Test
    void aPlanMadeFromAnOldEpochIsRefusedAndLeavesNothing() {
        long group = groups.declare(provider, 3);
        Loaded loaded = loader.load(group).orElseThrow();
        Plan plan = Planner.plan(loaded.state(), loaded.now());
        groups.fence(group);
        String before = everything(group);

        assertThatThrownBy(() -> recorder.record(loaded, plan)).isInstanceOf(RowMoved.class);

        assertThat(everything(group)).isEqualTo(before);
        assertThat(groups.count("member where group_id = :group", group)).isZero();
    }

    @Test
    void twoPassesFromOneEpochAreOnePass() {
        long group = groups.declare(provider, 2);
        Loaded first = loader.load(group).orElseThrow();
        Loaded second = loader.load(group).orElseThrow();
        recorder.record(first, Planner.plan(first.state(), first.now()));
        assertThatThrownBy(() -> recorder.record(second, Planner.plan(second.state(), second.now())))
                .isInstanceOf(RowMoved.class);
        assertThat(groups.count("member where group_id = :group", group)).isEqualTo(2);
    }

    @Test
    void aCancelThatComesTooLateRollsEverythingBack() {
        long group = groups.declare(provider, 3);
        run(group);
        groups.resize(group, provider, 1);
        Loaded loaded = loader.load(group).orElseThrow();
        Plan plan = Planner.plan(loaded.state(), loaded.now());
        assertThat(plan.changes()).hasSize(2);
        assertThat(claim(3)).hasSize(3); // between the plan and its recording
        String before = everything(group);

        assertThatThrownBy(() -> recorder.record(loaded, plan)).isInstanceOf(RowMoved.class);

        assertThat(everything(group)).isEqualTo(before);
        run(group); // planned again: what was called is left to happen
        assertThat(states(group)).isEqualTo("CALLED,CALLED,CALLED");
        assertThat(groups.count("member where group_id = :group and state = 'LEAVING'", group))
                .isEqualTo(2);
    }

    @Test
    void anOutcomeOfAnEarlierAttemptIsRefused() {
        long group = called();
        Claim.Provision first = claimed;
        outcomes.write(List.of(new Outcome.Failed(first, ProviderFailure.Kind.RETRYABLE, "no", null)));
        assertThat(states(group)).isEqualTo("FAILED");
        clock.step(Duration.ofSeconds(20));
        run(group);
        Claim.Provision second = claimOne();
        assertThat(second.attempt()).isEqualTo(2);
        String before = everything(group);

        outcomes.write(List.of(new Outcome.Provisioned(first, instance(first))));
        outcomes.write(List.of(new Outcome.Failed(first, ProviderFailure.Kind.REJECTED, "late", null)));
        outcomes.write(List.of(new Outcome.Unknown(first, "late")));

        assertThat(everything(group)).isEqualTo(before);
        outcomes.write(List.of(new Outcome.Provisioned(second, instance(second))));
        assertThat(states(group)).isEqualTo("DONE");
    }

    @Test
    void theSameOutcomeTwiceIsWrittenOnce() {
        long group = called();
        Outcome outcome = new Outcome.Provisioned(claimed, instance(claimed));
        outcomes.write(List.of(outcome));
        String before = everything(group);
        outcomes.write(List.of(outcome));
        assertThat(everything(group)).isEqualTo(before);
        assertThat(groups.count("event where group_id = :group and type = 'InstanceProvisioned'", group))
                .isOne();
    }

    @Test
    void anOutcomeIsAcceptedThoughItWasGivenUpForUnknown() {
        long group = called();
        clock.step(CAPABILITIES.createTimeout());
        run(group);
        assertThat(states(group)).isEqualTo("UNKNOWN");

        outcomes.write(List.of(new Outcome.Provisioned(claimed, instance(claimed))));

        assertThat(states(group)).isEqualTo("DONE");
        assertThat(groups.text("select state from member where group_id = :group", group))
                .isEqualTo("RUNNING");
    }

    @Test
    void anOutcomeThatComesAfterItsMemberHasEndedChangesNothing() {
        long group = called();
        clock.step(CAPABILITIES.createTimeout());
        run(group);
        jdbc.sql("update fleet_group set state = 'DELETING' where id = :group")
                .param("group", group)
                .update();
        groups.fence(group);
        jdbc.sql("update action set sought_at = :now where group_id = :group")
                .param("group", group)
                .param("now", Rows.timestamp(clock.now()))
                .update();
        run(group);
        assertThat(groups.text("select state from member where group_id = :group", group))
                .isEqualTo("ENDED");
        String before = everything(group);

        outcomes.write(List.of(new Outcome.Provisioned(claimed, instance(claimed))));

        assertThat(everything(group)).isEqualTo(before);
        assertThat(groups.text("select what from tombstone where group_id = :group", group))
                .isEqualTo("NEVER_CREATED");
    }

    @Test
    void aFailureTellsItsWordsAndBackOffGrowsWithEachRound() {
        long group = called();
        outcomes.write(List.of(new Outcome.Failed(claimed, ProviderFailure.Kind.OUT_OF_CAPACITY, "no room", null)));
        assertThat(rounds(group)).isEqualTo("1 no room");
        clock.step(Duration.ofSeconds(20));
        run(group);
        outcomes.write(
                List.of(new Outcome.Failed(claimOne(), ProviderFailure.Kind.OUT_OF_CAPACITY, "still none", null)));
        assertThat(rounds(group)).isEqualTo("2 still none");
    }

    @Test
    void failuresOfOneRoundAreOneRound() {
        long group = groups.declare(provider, 3);
        run(group);
        List<Claim> all = claim(3);
        outcomes.write(all.stream()
                .map(it -> (Outcome) new Outcome.Failed(it, ProviderFailure.Kind.RETRYABLE, "no", null))
                .toList());
        assertThat(rounds(group)).isEqualTo("1 no");
    }

    @Test
    void aThrottlingHoldsTheWholeProvider() {
        called();
        outcomes.write(List.of(
                new Outcome.Failed(claimed, ProviderFailure.Kind.THROTTLED, "slow down", Duration.ofMinutes(2))));
        assertThat(jdbc.sql("select throttled_until > :later from provider_state where name = :name")
                        .param("later", Rows.timestamp(clock.now().plusSeconds(100)))
                        .param("name", provider)
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    private Claim.Provision claimed = new Claim.Provision(
            0, new UUID(0, 0), new MemberId(new GroupName("none"), 0), "", 0, Instant.EPOCH, Duration.ZERO, null);

    /** A group of one whose create is called. */
    private long called() {
        long group = groups.declare(provider, 1);
        run(group);
        claimed = claimOne();
        return group;
    }

    private void run(long group) {
        assertThat(pass.run(String.valueOf(group))).isPresent();
    }

    private Claim.Provision claimOne() {
        List<Claim> all = claim(1);
        assertThat(all).hasSize(1);
        return (Claim.Provision) all.getFirst();
    }

    private List<Claim> claim(int permits) {
        return claims.claim(provider, CAPABILITIES, permits);
    }

    private static Instance instance(Claim.Provision claim) {
        return new Instance(
                new ProviderId("i-" + claim.action()),
                new Token(claim.action().toString()),
                Map.of(),
                Phase.RUNNING,
                List.of(),
                Map.of(),
                null);
    }

    private String rounds(long group) {
        return groups.text("select rounds || ' ' || message from create_failure where group_id = :group", group);
    }

    private String states(long group) {
        return groups.text("select string_agg(state, ',' order by state) from action where group_id = :group", group);
    }

    /** All that is stored of a group, except for its wakes. */
    private String everything(long group) {
        return groups.text("""
                select concat_ws('; ',
                    (select g::text from fleet_group g where id = :group),
                    (select string_agg(m::text, ',' order by number) from member m where group_id = :group),
                    (select string_agg(a::text, ',' order by id) from action a where group_id = :group),
                    (select string_agg(e::text, ',' order by id) from event e where group_id = :group),
                    (select string_agg(f::text, ',') from create_failure f where group_id = :group),
                    (select string_agg(s::text, ',') from group_status s where group_id = :group))
                """, group);
    }
}
