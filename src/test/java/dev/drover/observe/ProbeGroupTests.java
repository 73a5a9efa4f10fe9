package dev.drover.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.StoreTest;
import dev.drover.StoredFleet;
import dev.drover.StoredGroups;
import dev.drover.work.DatabaseClock;
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
}
