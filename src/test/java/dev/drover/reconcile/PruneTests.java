package dev.drover.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.StoreTest;
import dev.drover.StoredGroups;
import dev.drover.work.DatabaseClock;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is forgotten, and what never is. */
@StoreTest
class PruneTests {
    private static final Duration RETENTION = Duration.ofDays(90);

    @Autowired
    PruneHistory prune;

    @Autowired
    ReconcilePass pass;

    @Autowired
    StoredGroups groups;

    @Autowired
    DatabaseClock clock;

    @Autowired
    JdbcClient jdbc;

    private long group;

    @BeforeEach
    void aGroupWithThreeMembersThatEndedAndOneThatLives() {
        String provider = groups.provider();
        group = groups.declare(provider, 4);
        pass.run(String.valueOf(group));
        groups.resize(group, provider, 1);
        pass.run(String.valueOf(group));
        assertThat(ended()).isEqualTo(3);
        assertThat(events()).isGreaterThanOrEqualTo(7);
    }

    @Test
    void nothingIsForgottenBeforeItsTime() {
        clock.step(RETENTION.minusHours(1));
        prune();
        assertThat(ended()).isEqualTo(3);
        assertThat(events()).isGreaterThanOrEqualTo(7);
    }

    @Test
    void eventsAndMembersThatEndedAreForgottenButNotWhatWasDeclaredNorTheirTokens() {
        clock.step(RETENTION.plusHours(1));
        prune();
        assertThat(ended()).isZero();
        assertThat(events()).isZero();
        assertThat(groups.count("member where group_id = :group", group)).isEqualTo(1);
        assertThat(groups.count("action where group_id = :group", group)).isEqualTo(1);
        assertThat(groups.count("tombstone where group_id = :group", group)).isEqualTo(3);
        assertThat(groups.count("declaration where group_id = :group", group)).isEqualTo(2);
        assertThat(pass.run(String.valueOf(group))).isPresent();
    }

    @Test
    void whatALivingMemberReplacesIsKept() {
        update("""
                update member set replaces = (
                    select min(number) from member where group_id = :group and state = 'ENDED')
                 where group_id = :group and state <> 'ENDED'
                """);
        clock.step(RETENTION.plusHours(1));
        prune();
        assertThat(ended()).isEqualTo(1);
    }

    @Test
    void aMemberWithAnOpenActionIsKept() {
        update("""
                update action set state = 'UNKNOWN' where group_id = :group and member = (
                    select min(number) from member where group_id = :group and state = 'ENDED')
                """);
        clock.step(RETENTION.plusHours(1));
        prune();
        assertThat(ended()).isEqualTo(1);
        assertThat(groups.count("action where group_id = :group and state = 'UNKNOWN'", group))
                .isEqualTo(1);
    }

    @Test
    void whatTheGroupsRulesLookBackAtIsKeptUntilTheGroupIsGone() {
        update("""
                update declaration set spec = spec || '{"repair": {"retryEvery": "200d"}}' where group_id = :group
                """);
        clock.step(RETENTION.plusHours(1));
        prune();
        assertThat(ended()).isEqualTo(3);
        update("update fleet_group set state = 'DELETED', deleted_at = planned_at where id = :group");
        prune();
        assertThat(ended()).isZero();
    }

    @Test
    void manyAreForgottenInBatchesAndTheRestSoon() {
        update("""
                insert into event (group_id, group_name, type, at, message)
                select :group, 'x', 'GroupScaled', now() - interval '1 year', 'old' from generate_series(1, 20500)
                """);
        assertThat(prune.run("history"))
                .get()
                .satisfies(
                        next -> assertThat(Duration.between(clock.now(), next)).isLessThan(Duration.ofSeconds(2)));
        assertThat(groups.count("event where group_id = :group and message = 'old'", group))
                .isEqualTo(500);
        assertThat(prune.run("history"))
                .get()
                .satisfies(
                        next -> assertThat(Duration.between(clock.now(), next)).isGreaterThan(Duration.ofMinutes(59)));
        assertThat(groups.count("event where group_id = :group and message = 'old'", group))
                .isZero();
    }

    private void prune() {
        assertThat(prune.run("history")).isPresent();
    }

    private long ended() {
        return groups.count("member where group_id = :group and state = 'ENDED'", group);
    }

    private long events() {
        return groups.count("event where group_id = :group", group);
    }

    private void update(String sql) {
        jdbc.sql(sql).param("group", group).update();
    }
}
