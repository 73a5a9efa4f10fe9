package dev.drover.application;

import static dev.drover.application.Groups.eventually;
import static dev.drover.application.Groups.newName;
import static dev.drover.application.Groups.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.provider.fake.FakeProvider;
import dev.drover.provider.fake.Faults;
import dev.drover.provider.fake.Faults.Call;
import dev.drover.provider.spi.Labels;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Groups whose provider nobody waits for any more. */
@ApplicationTest
class AbandonTests {
    @Autowired
    Groups groups;

    @Autowired
    JdbcClient jdbc;

    private FakeProvider provider;
    private String name = newName();

    @BeforeEach
    void alone() {
        provider = groups.provider("hand");
        provider.instances().forEach(it -> provider.lose(it.id()));
    }

    @AfterEach
    void leaveNothing() {
        provider.faults().down();
        groups.delete("/v1/groups/" + name + "?abandon=true");
        groups.gone(name);
        provider.instances().forEach(it -> provider.lose(it.id()));
    }

    @Test
    void aGroupWhoseDeletionIsStuckEndsAndItsTokensAreRemembered() {
        name = groups.converged("hand", 2);
        List<String> members = groups.members(name);
        provider.faults().down(Call.DESTROY, Call.DESCRIBE);
        groups.delete("/v1/groups/" + name).expect(202);
        eventually().until(() -> groups.events(name).stream().anyMatch(it -> it.startsWith("DestroyFailed")));
        Instant stuck = groups.now();
        groups.step(Duration.ofSeconds(1));
        groups.get("/v1/groups/" + name + "/wait?until=gone&timeout=1s").refused(504, "not-yet");

        assertThat(abandon("Drover-Message", "the host has burnt down")
                        .expect(202)
                        .text("/state"))
                .isEqualTo("deleting");
        groups.gone(name);

        JsonNode event = events("GroupAbandoned").getFirst();
        assertThat(event.path("actor").asString()).isEqualTo("anonymous");
        assertThat(event.at("/provenance/message").asString()).isEqualTo("the host has burnt down");
        assertThat(groups.events(name)).contains("GroupDeleted group " + name + " is deleted: it was abandoned");
        assertThat(groups.events(name))
                .contains("MemberEnded " + members.getFirst()
                        + " has ended: its group was abandoned: should its instance be seen again, it is destroyed");
        assertThat(tombstones()).containsExactly("ENDED", "ENDED");
        assertThat(openActions()).isEmpty();
        assertThat(groups.get("/v1/groups/" + name + "?at=" + stuck).expect(200).text("/state"))
                .isEqualTo("deleting");
        abandon().refused(404, "not-found");
        groups.put(name, spec("hand", 0)).expect(201); // its name is free
    }

    @Test
    void aCreateThatIsAnsweredAfterwardsRevivesNothing() {
        Faults.Hang hang = provider.faults().hang(Call.PROVISION);
        groups.put(name, spec("hand", 1)).expect(201);
        hang.awaitEntered();
        String member = groups.members(name).getFirst();
        assertThat(abandon().expect(202).json().path("alreadyCalled").toString())
                .contains("provision");
        groups.gone(name);
        assertThat(tombstones()).containsExactly("NEVER_CREATED");

        hang.release();
        eventually().until(() -> provider.instances().size() == 1); // and the answer is refused
        groups.put(name, spec("hand", 0)).expect(201);
        groups.converge(name);
        JsonNode over = groups.get("/v1/members/" + member).expect(200).json().path("member");
        assertThat(over.path("state").asString()).isEqualTo("ended");
        assertThat(over.path("providerId").isNull()).isTrue();
    }

    @Test
    void aGroupIsReleasedAsFarAsItWasToBe() {
        name = groups.converged("hand", 2);
        String kept = groups.members(name).getFirst();
        String going = groups.members(name).getLast();
        groups.post("/v1/groups/" + name + "/pause", "{\"processes\": [\"fill\"]}")
                .expect(200);
        provider.faults().down(Call.DESTROY);
        groups.post("/v1/members/" + going + "/destroy", "").expect(200);
        eventually().until(() -> groups.events(name).stream().anyMatch(it -> it.startsWith("DestroyFailed")));
        groups.post("/v1/groups/" + name + "/release", "").expect(200);
        eventually().until(() -> groups.members(name).equals(List.of(going)));
        Instant releasing = groups.now();
        groups.step(Duration.ofSeconds(1));

        abandon().expect(202);
        groups.gone(name);
        assertThat(tombstones()).containsExactly("ENDED", "RELEASED");
        assertThat(groups.get("/v1/members/" + kept).text("/member/endedBecause"))
                .contains("left alone");
        assertThat(groups.get("/v1/groups/" + name + "?at=" + releasing)
                        .expect(200)
                        .text("/state"))
                .isEqualTo("releasing");
        eventually()
                .until(() -> provider.instances().stream()
                                .filter(it -> it.labels().containsKey(Labels.OWNER))
                                .count()
                        == 1);
    }

    @Test
    void aProtectedGroupIsNotAbandonedEither() {
        groups.put(name, spec("hand", 1).replaceFirst("\\{", "{\"protection\": {\"delete\": true}, "))
                .expect(201);
        groups.converge(name);
        abandon().refused(409, "protected");
        groups.put(name, spec("hand", 1)).expect(200);
        String member = groups.members(name).getFirst();
        groups.post("/v1/members/" + member + "/protect", "").expect(200);
        assertThat(abandon().refused(409, "protected").text("/detail")).contains(member);
        groups.delete("/v1/groups/" + name + "?abandon=perhaps").refused(400, "malformed");
        groups.post("/v1/members/" + member + "/unprotect", "").expect(200);
        assertThat(provider.instances()).hasSize(1);
        Instant before = groups.now();
        groups.step(Duration.ofSeconds(1));

        abandon().expect(202);
        groups.gone(name);
        assertThat(groups.get("/v1/groups/" + name + "?at=" + before)
                        .expect(200)
                        .text("/state"))
                .isEqualTo("active");
    }

    private Answer abandon(String... headers) {
        return groups.send("DELETE", "/v1/groups/" + name + "?abandon=true", BodyPublishers.noBody(), headers);
    }

    private List<String> tombstones() {
        return of(
                "select t.what from tombstone t join fleet_group g on g.id = t.group_id where g.name = :name order by 1");
    }

    private List<String> openActions() {
        return of("select a.kind from action a join fleet_group g on g.id = a.group_id where g.name = :name"
                + " and a.state in ('PLANNED', 'CALLED', 'UNKNOWN')");
    }

    private List<String> of(String sql) {
        return jdbc.sql(sql).param("name", name).query(String.class).list();
    }

    private List<JsonNode> events(String type) {
        return StreamSupport.stream(
                        groups.get("/v1/groups/" + name + "/events?type=" + type)
                                .expect(200)
                                .json()
                                .path("items")
                                .spliterator(),
                        false)
                .toList();
    }
}
