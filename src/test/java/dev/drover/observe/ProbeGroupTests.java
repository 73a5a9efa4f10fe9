package dev.drover.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.StoreTest;
import dev.drover.StoredGroups;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@StoreTest
class ProbeGroupTests {
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
}
