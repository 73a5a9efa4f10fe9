package dev.drover.application;

import static dev.drover.application.Groups.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.provider.fake.FakeProvider;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A provider whose instances belong to a host that is away, and comes back. */
@ApplicationTest
class LostProviderTests {
    @Autowired
    Groups groups;

    @Autowired
    JdbcClient jdbc;

    private String group = "";

    @BeforeEach
    void converge() {
        group = groups.converged("fragile", 2);
    }

    @AfterEach
    void comeBack() {
        back();
        groups.remove(group);
    }

    @Test
    void whileAHostIsAwayItsMembersAreUnknownAndNothingIsDoneAndThenItGoesOn() {
        FakeProvider provider = groups.provider("fragile");
        int made = provider.provisioned().size();
        away();
        eventually().until(() -> !groups.condition(group, "HostAway").isMissingNode());

        assertThat(groups.condition(group, "HostAway").path("message").asString())
                .contains("hermes", "detach", "abandon=true");
        assertThat(groups.status(group).at("/size/unknown").asInt()).isEqualTo(2);
        String member = groups.members(group).getFirst();
        Answer seen = groups.get("/v1/members/" + member).expect(200);
        assertThat(seen.json().findPath("health").path("status").asString()).isEqualTo("unknown");
        assertThat(seen.json().findPath("health").path("reason").asString())
                .isEqualTo("the host that it runs on is away: hermes");
        assertThat(groups.get("/v1/members/" + member + "/explain").body())
                .contains("the host that it runs on is away: hermes");
        assertThat(groups.get("/v1/groups/" + group + "/explain").body()).contains("HostAway since");
        assertThat(groups.get("/v1/groups/" + group + "/wait?timeout=1s")
                        .refused(504, "not-yet")
                        .text("/detail"))
                .contains("HostAway: ", "hermes");
        assertThat(groups.get("/v1/providers/fragile").text("/health/status")).isEqualTo("away");
        assertThat(groups.get("/v1/providers/fragile").text("/host")).isEqualTo("hermes");

        groups.put(group, Groups.spec("fragile", 1)).expect(200);
        eventually().until(() -> groups.status(group).path("observedGeneration").asInt() == 2);
        provider.lose(provider.instances().getFirst().id());
        eventually()
                .until(() -> groups.status(group)
                        .path("waitingOn")
                        .findValuesAsString("what")
                        .contains("provider"));
        assertThat(groups.events(group)).noneMatch(it -> it.startsWith("MemberLeaving"));

        back();
        groups.converge(group);
        assertThat(groups.members(group)).hasSize(1);
        assertThat(provider.provisioned()).hasSize(made);
    }

    /** As if this replica had it configured, and another host had used it first. */
    private void away() {
        jdbc.sql("update provider_state set host = 'host-1', host_name = 'hermes' where name = 'fragile'")
                .update();
    }

    private void back() {
        jdbc.sql("update provider_state set host = null, host_name = null where name = 'fragile'")
                .update();
        eventually()
                .until(() -> List.of("ok", "failing")
                        .contains(groups.get("/v1/providers/fragile").text("/health/status")));
    }
}
