package dev.drover.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.StoreTest;
import dev.drover.StoredFleet;
import dev.drover.StoredGroups;
import dev.drover.work.DatabaseClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

@StoreTest
@Import(StoredFleet.class)
class ProbeGroupTests {
    @Autowired
    StoredFleet fleet;

    @Autowired
    DatabaseClock clock;

    @Autowired
    ProbeGroup probes;

    @Autowired
    StoredGroups groups;

    @Autowired
    JdbcClient jdbc;

    @Test
    void theJobEndsWithoutAProbeAndIsWantedAgainWithOne() {
        String group = String.valueOf(groups.declare(groups.provider(), 1));

        assertThat(probes.run(group)).isEmpty();
        assertThat(probes.wantedAgain(group)).isFalse();

        jdbc.sql("""
                update declaration set spec = spec || '{"health": {"command": ["true"]}}' where group_id = :group
                """).param("group", Long.parseLong(group)).update();
        assertThat(probes.wantedAgain(group)).isTrue();
        assertThat(probes.run(group)).isPresent();
    }

    @Test
    void onlyMembersWhoseProviderIsHereAreAskedAndTheJobIsLeftToOthersSoon() {
        long group = fleet.settled("fake", 1, 2).getFirst();
        jdbc.sql("""
                update declaration set spec = spec || '{"health": {"command": ["true"], "interval": "1h"}}'
                 where group_id = :group
                """).param("group", group).update();
        jdbc.sql("update member set provider = 'elsewhere' where group_id = :group and number = 1")
                .param("group", group)
                .update();

        Instant next = probes.run(String.valueOf(group)).orElseThrow();

        assertThat(jdbc.sql("select number from member where group_id = :group and probe_status = 'HEALTHY'")
                        .param("group", group)
                        .query(Integer.class)
                        .list())
                .containsExactly(0);
        probes.run(String.valueOf(group));
        assertThat(next).isBefore(clock.now().plusSeconds(5));
    }

    @Test
    void whoDeclaresAProbeAndHasAFlavorThatJudgesNeedsTheGoodWordOfBoth() {
        long group = fleet.settled("fake", 1, 1).getFirst();
        judged(group, "not-there");
        assertThat(asked(group)).isEqualTo("UNKNOWN the flavor 'not-there' is not configured on this replica");

        health(group, "{\"command\": [\"true\"], \"unhealthyAfter\": 1}");
        assertThat(asked(group)).isEqualTo("UNKNOWN the flavor 'not-there' is not configured on this replica");

        health(group, "{\"command\": [\"false\"], \"unhealthyAfter\": 1}");
        assertThat(asked(group)).isEqualTo("UNHEALTHY false exited 1");

        health(group, "{\"command\": [\"true\"], \"unhealthyAfter\": 1}");
        judged(group, "vanilla");
        assertThat(asked(group)).isEqualTo("HEALTHY true exited 0");
    }

    @Test
    void whoseFlavorHasNoOpinionAfterAllIsHealthyWhileItRuns() {
        long group = fleet.settled("fake", 1, 1).getFirst();
        judged(group, "vanilla");

        assertThat(asked(group)).isEqualTo("HEALTHY the instance is running");
    }

    @Test
    void membersOfAnOlderTemplateAreStillAskedThroughItsFlavorAndOthersAreNot() {
        long group = fleet.settled("fake", 1, 2).getFirst();
        judged(group, "vanilla");
        jdbc.sql("""
                insert into revision (group_id, number, digest, instance, flavor, created_at)
                select group_id, 2, 'other', instance, flavor, created_at from revision where group_id = :group
                """).param("group", group).update();
        jdbc.sql("update declaration set revision = 2 where group_id = :group")
                .param("group", group)
                .update();
        jdbc.sql("update member set revision = 2 where group_id = :group and number = 1")
                .param("group", group)
                .update();

        probes.run(String.valueOf(group));

        assertThat(jdbc.sql("select number from member where group_id = :group and probe_status is not null")
                        .param("group", group)
                        .query(Integer.class)
                        .list())
                .containsExactly(0);
    }

    private void judged(long group, String flavor) {
        jdbc.sql("""
                update revision set judged = true, flavor = jsonb_build_object('provider', :flavor::text)
                 where group_id = :group
                """).param("flavor", flavor).param("group", group).update();
    }

    private void health(long group, String health) {
        jdbc.sql(
                        "update declaration set spec = spec || jsonb_build_object('health', :health::jsonb) where group_id = :group")
                .param("health", health)
                .param("group", group)
                .update();
    }

    /** What the first member's health settles on, when it is asked as often as it takes. */
    private String asked(long group) {
        clock.step(Duration.ofMinutes(1));
        probes.run(String.valueOf(group));
        clock.step(Duration.ofMinutes(1));
        probes.run(String.valueOf(group));
        clock.step(Duration.ofMinutes(1));
        probes.run(String.valueOf(group));
        return jdbc.sql("select probe_status || ' ' || probe_reason from member where group_id = :group and number = 0")
                .param("group", group)
                .query(String.class)
                .single();
    }
}
