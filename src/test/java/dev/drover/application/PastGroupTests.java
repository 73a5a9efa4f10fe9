package dev.drover.application;

import static dev.drover.application.Groups.eventually;
import static dev.drover.application.Groups.newName;
import static dev.drover.application.Groups.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.provider.fake.FakeProvider;
import dev.drover.provider.fake.Faults;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Phase;
import dev.drover.work.DatabaseClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** How a group was at an instant. */
@ApplicationTest
@TestPropertySource(properties = "drover.retention.history=1d")
class PastGroupTests {
    @Autowired
    Groups groups;

    @Autowired
    DatabaseClock clock;

    @Autowired
    JdbcClient jdbc;

    @TempDir
    Path folder;

    private final String name = newName();
    private final String path = "/v1/groups/" + name;

    @AfterEach
    void leaveNothing() {
        fragile().faults().down();
        fragile().thawListings();
        groups.delete(path);
        groups.gone(name);
    }

    @Test
    void whatWasDeclaredIsToldOfEachInstantAlsoWhenTheGroupIsDeletedAndThereIsANewOne() {
        groups.put(name, spec(1), "Drover-Commit", "4f2a9c1").expect(201);
        Instant declared = clock.now();
        groups.converge(name);
        Instant scaledBefore = clock.now();
        groups.post(path + "/scale", "{\"size\": 2}").expect(200);
        groups.put(name, spec(2).replace("good", "better")).expect(200);
        groups.converge(name);
        Instant revised = clock.now();
        groups.delete(path).expect(202);
        groups.gone(name);
        Instant deletion = eventAt("GroupDeletionRequested");
        groups.put(name, spec(0)).expect(201);

        JsonNode first = at(declared);
        assertThat(first.path("state").asString()).isEqualTo("active");
        assertThat(first.path("generation").asInt()).isEqualTo(1);
        assertThat(first.path("size").asInt()).isEqualTo(1);
        assertThat(first.path("revision").asInt()).isEqualTo(1);
        assertThat(first.path("declaredBy").asString()).isEqualTo("anonymous");
        assertThat(first.at("/provenance/commit").asString()).isEqualTo("4f2a9c1");
        assertThat(first.at("/spec/update/minReady").asString()).isEqualTo("10s");
        assertThat(first.path("declaredAt")).isEqualTo(first.path("createdAt"));
        assertThat(at(scaledBefore).path("generation").asInt()).isEqualTo(1);
        JsonNode last = at(revised);
        assertThat(last.path("generation").asInt()).isEqualTo(3);
        assertThat(last.path("size").asInt()).isEqualTo(2);
        assertThat(last.path("revision").asInt()).isEqualTo(2);
        assertThat(last.at("/spec/instance/properties/image").asString()).isEqualTo("better");
        assertThat(last.path("provenance").isNull()).isTrue();
        assertThat(last.path("state").asString()).isEqualTo("active");
        assertThat(at(deletion.minusNanos(1000)).path("state").asString()).isEqualTo("active");
        assertThat(at(deletion).path("state").asString()).isEqualTo("deleting");
        assertThat(at(clock.now()).path("generation").asInt()).isEqualTo(1);
        assertThat(at(clock.now()).path("size").asInt()).isZero();
        assertThat(List.of(first, last)).allMatch(it -> it.path("untold").isEmpty());
    }

    @Test
    void theMembersAreThoseThatExistedAsTheyWere() {
        fragile().faults().down(Faults.Call.PROVISION);
        groups.put(name, spec("fragile", 2)).expect(201);
        eventually().until(() -> groups.members(name).size() == 2);
        Instant creating = clock.now();
        fragile().faults().down();
        groups.step(Duration.ofSeconds(11));
        groups.converge(name);
        Instant running = clock.now();
        List<String> before = groups.members(name);
        Instance stopped = fragile().instances().getFirst();
        String member = stopped.labels().getOrDefault("drover.member", "none");
        fragile().freezeListings();
        fragile().phase(stopped.id(), Phase.STOPPED);
        eventually().until(() -> events("MemberLeaving").contains(member));
        Instant stoppedAt = eventAt("InstanceStopped");
        Instant leaving = eventAt("MemberLeaving");
        fragile().thawListings();
        eventually().until(() -> events("MemberEnded").contains(member));
        groups.converge(name);
        Instant replaced = clock.now();
        groups.remove(name);

        assertThat(members(creating, "/state")).containsExactly("creating", "creating");
        assertThat(members(creating, "/providerId")).containsOnly("");
        assertThat(members(creating, "/health/status")).containsOnly("unknown");
        assertThat(members(running, "/state")).containsExactly("running", "running");
        assertThat(members(running, "/id")).containsExactlyInAnyOrderElementsOf(before);
        assertThat(members(running, "/index")).containsExactly("0", "1");
        assertThat(members(running, "/revision")).containsOnly("1");
        assertThat(members(running, "/health/status")).containsOnly("healthy");
        assertThat(members(running, "/providerId")).contains(stopped.id().value());
        JsonNode atTheStop = member(stoppedAt, member);
        assertThat(atTheStop.path("state").asString()).isEqualTo("running");
        assertThat(atTheStop.at("/health/status").asString()).isEqualTo("unhealthy");
        assertThat(atTheStop.at("/health/reason").asString()).startsWith(member + " stopped");
        assertThat(atTheStop.at("/health/since").asString()).isEqualTo(stoppedAt.toString());
        assertThat(member(stoppedAt.minusNanos(1000), member)
                        .at("/health/status")
                        .asString())
                .isEqualTo("healthy");
        assertThat(member(leaving, member).path("state").asString()).isEqualTo("leaving");
        assertThat(members(replaced, "/id")).hasSize(2).doesNotContain(member);
        assertThat(members(eventAt("GroupDeletionRequested"), "/id")).hasSize(2);
        assertThat(at(eventAt("GroupDeclared")).path("members")).isEmpty();
    }

    @Test
    void whatWasPausedIsToldAndNoLongerOnceItIsResumed() {
        groups.put(name, spec(0)).expect(201);
        Instant before = clock.now();
        groups.post(path + "/pause", "{\"processes\": [\"repair\", \"roll\"]}").expect(200);
        Instant both = clock.now();
        groups.post(path + "/resume", "{\"processes\": [\"repair\"]}").expect(200);
        Instant one = clock.now();
        groups.post(path + "/pause", "{\"processes\": [\"fill\"]}").expect(200);
        String paused = eventAt("GroupPaused", 1).toString();

        assertThat(at(before).path("paused")).isEmpty();
        assertThat(at(both).path("paused").toString())
                .isEqualTo("{\"repair\":\"" + paused + "\",\"roll\":\"" + paused + "\"}");
        assertThat(at(one).path("paused").toString()).isEqualTo("{\"roll\":\"" + paused + "\"}");
        assertThat(at(clock.now()).path("paused").propertyNames()).containsExactlyInAnyOrder("roll", "fill");
    }

    @Test
    void aRolloutIsToldAsFarAsItWas() {
        groups.put(name, spec(2)).expect(201);
        groups.converge(name);
        Instant before = clock.now();
        groups.put(
                        name,
                        spec(2).replace("good", "better")
                                .replaceFirst("\\{", "{\"update\": {\"canary\": {\"promote\": \"manual\"}},"))
                .expect(200);
        eventually().until(() -> !groups.status(name).path("rollout").isNull());
        groups.post(path + "/rollouts/1/pause", "").expect(200);
        Instant paused = clock.now();
        groups.post(path + "/rollouts/1/resume", "").expect(200);
        Instant resumed = clock.now();
        groups.post(path + "/rollouts/1/promote", "").expect(200);
        Instant promoted = clock.now();
        groups.converge(name);

        assertThat(at(before).path("rollout").isNull()).isTrue();
        assertThat(at(eventAt("RolloutStarted")).path("rollout").toString())
                .startsWith(
                        "{\"id\":1,\"from\":1,\"revision\":2,\"state\":\"running\",\"step\":\"canary\",\"promoted\":false,");
        assertThat(at(paused).at("/rollout/state").asString()).isEqualTo("paused");
        assertThat(at(resumed).at("/rollout/state").asString()).isEqualTo("running");
        assertThat(at(resumed).at("/rollout/promoted").asBoolean()).isFalse();
        assertThat(at(promoted).at("/rollout/promoted").asBoolean()).isTrue();
        assertThat(at(eventAt("RolloutSucceeded")).at("/rollout/state").asString())
                .isEqualTo("succeeded");
        assertThat(at(eventAt("RolloutSucceeded").minusNanos(1000))
                        .at("/rollout/state")
                        .asString())
                .isEqualTo("running");
    }

    @Test
    void theConditionsAreThoseThatHeldInTheWordsThatTheyWereRaisedWith() {
        groups.put(name, spec(1)).expect(201);
        Instant declared = clock.now();
        groups.converge(name);
        Instant raised = eventAt("ConditionRaised");
        fragile().faults().down(Faults.Call.PROVISION);
        groups.put(name, spec("fragile", 2).replaceFirst("\\{", "{\"update\": {\"maxSurge\": 2},"))
                .expect(200);
        eventually().until(() -> !groups.condition(name, "ProvisioningFailing").isMissingNode());
        Instant failing = clock.now();
        fragile().faults().down();
        groups.step(Duration.ofSeconds(11));
        groups.converge(name);

        assertThat(conditions(declared)).doesNotContain("Converged", "Ready");
        assertThat(conditions(raised)).contains("Converged", "Ready");
        assertThat(conditions(raised.minusNanos(1000))).doesNotContain("Converged", "Ready");
        assertThat(conditions(failing)).contains("ProvisioningFailing").doesNotContain("Converged");
        JsonNode condition = at(failing)
                .path("conditions")
                .valueStream()
                .filter(it -> it.path("type").asString().equals("ProvisioningFailing"))
                .findFirst()
                .orElseThrow();
        assertThat(condition.path("reason").asString()).isNotEmpty();
        assertThat(condition.path("message").asString()).contains("down");
        assertThat(Instant.parse(condition.path("since").asString())).isBetween(raised, failing);
        assertThat(conditions(clock.now())).contains("Converged", "Ready").doesNotContain("ProvisioningFailing");
    }

    @Test
    void healthIsThatOfTheLastProbeThatSettledAndItIsSaidWhereHistoryCannotTell() throws IOException {
        probed();
        Instant healthy = clock.now();
        String member = groups.members(name).getFirst();
        groups.post(path + "/pause", "{\"processes\": [\"repair\"]}").expect(200);
        Files.delete(folder.resolve("up"));
        eventually().until(() -> events("HealthChanged", "is unhealthy"));
        Instant unhealthy = eventAt("HealthChanged");

        assertThat(member(healthy, member).at("/health/status").asString()).isEqualTo("healthy");
        assertThat(member(eventAt("InstanceProvisioned"), member).path("health").toString())
                .startsWith("{\"status\":\"unknown\",\"reason\":\"not probed yet\"");
        JsonNode then = member(unhealthy, member).path("health");
        assertThat(then.path("status").asString()).isEqualTo("unhealthy");
        assertThat(then.path("reason").asString()).startsWith("test exited 1");
        assertThat(then.path("since").asString()).isEqualTo(unhealthy.toString());

        jdbc.sql("update event set data = null where group_name = :name")
                .param("name", name)
                .update();
        then = member(unhealthy, member).path("health");
        assertThat(then.path("status").asString()).isEqualTo("unknown");
        assertThat(then.path("reason").asString())
                .startsWith("history has it in words only: " + member + " is unhealthy");
        assertThat(at(healthy).path("untold").toString()).contains("what was paused", "which conditions held");
        assertThat(conditions(clock.now())).contains("Paused");
    }

    @Test
    void whatIsOlderThanHistoryIsToldByWhatCameOfItLater() throws IOException {
        probed();
        String member = groups.members(name).getFirst();
        Instant converged = eventAt("ConditionRaised");
        groups.step(Duration.ofHours(25));
        eventually().until(() -> groups.events(name).stream().noneMatch(it -> it.startsWith("GroupDeclared")));
        groups.converge(name);
        Instant quiet = clock.now();

        assertThat(groups.get(path + "?at=" + converged).refused(410, "gone").text("/detail"))
                .matches("history begins at 2.*Z: ask for a later instant");
        assertThat(conditions(quiet)).contains("Converged", "Ready");
        assertThat(member(quiet, member).path("state").asString()).isEqualTo("running");
        assertThat(member(quiet, member).at("/health/status").asString()).isEqualTo("healthy");
        assertThat(at(quiet).path("untold")).isEmpty();

        Files.delete(folder.resolve("up"));
        eventually().until(() -> events("HealthChanged", "is unhealthy"));
        eventually().until(() -> events("ConditionCleared", "Ready"));
        assertThat(conditions(quiet)).contains("Converged", "Ready");
        assertThat(conditions(clock.now())).doesNotContain("Ready");
        assertThat(member(quiet, member).path("health").toString())
                .isEqualTo("{\"status\":\"healthy\",\"reason\":\"what made it so is longer ago than history is kept\","
                        + "\"since\":null}");
    }

    @Test
    void aMemberThatWasToLeaveAndWasMissingForAWhileIsToldSo() {
        groups.put(name, spec(1)).expect(201);
        groups.converge(name);
        String member = groups.members(name).getFirst();
        Instant from = clock.now();
        groups.step(Duration.ofMinutes(1));
        tell(member, "MemberLeaving", from.plusSeconds(10));
        tell(member, "InstanceMissing", from.plusSeconds(20));
        tell(member, "MemberKept", from.plusSeconds(30));
        tell(member, "InstanceFoundAgain", from.plusSeconds(40));

        assertThat(member(from, member).path("state").asString()).isEqualTo("running");
        assertThat(member(from.plusSeconds(10), member).path("state").asString())
                .isEqualTo("leaving");
        assertThat(member(from.plusSeconds(29), member).at("/health/status").asString())
                .isEqualTo("unhealthy");
        assertThat(member(from.plusSeconds(30), member).path("state").asString())
                .isEqualTo("running");
        assertThat(member(from.plusSeconds(40), member).at("/health/status").asString())
                .isEqualTo("healthy");
    }

    @Test
    void instantsAtWhichThereIsNothingToTellAreRefusedWithWords() {
        Instant before = clock.now();
        groups.put(name, spec(0)).expect(201);
        String created = groups.get(path).text("/createdAt");
        assertThat(groups.get(path + "?at=" + before).refused(404, "not-found").text("/detail"))
                .isEqualTo("there was no group '" + name + "' at " + before + ": there is one since " + created);
        groups.remove(name);
        Instant between = clock.now();
        assertThat(groups.get(path + "?at=" + before).refused(404, "not-found").text("/detail"))
                .contains(": there was one from " + created + " to 2");
        assertThat(groups.get(path + "?at=" + between).refused(404, "not-found").text("/detail"))
                .contains(": one was deleted at 2");

        groups.put(name, spec(0)).expect(201);
        assertThat(groups.get(path + "?at=" + clock.now().plusSeconds(60))
                        .refused(400, "malformed")
                        .text("/detail"))
                .startsWith("'at' is in the future");
        groups.get(path + "?at=yesterday").refused(400, "malformed");
        groups.get(path + "?at=").refused(400, "malformed");
        groups.get(path + "?at=2026-07-01").refused(400, "malformed");
        groups.get(path + "?of=" + between).refused(400, "malformed");
        groups.get("/v1/groups/" + newName() + "?at=" + between).refused(404, "not-found");
        assertThat(groups.get(path + "?at=" + clock.now()).expect(200).header("Cache-Control"))
                .isEqualTo("no-store");
        assertThat(groups.get(path + "?at=" + clock.now(), "Accept", "application/yaml")
                        .expect(200)
                        .body())
                .startsWith("---\nname: \"" + name + "\"");
    }

    /** One member, which is healthy while there is a file. */
    private void probed() throws IOException {
        Path up = Files.createFile(folder.resolve("up"));
        groups.put(name, """
                {"allocation": {"size": 1}, "instance": {"provider": "fake", "properties": {"image": "good"}},
                 "health": {"command": ["test", "-e", "%s"], "interval": "1s", "unhealthyAfter": 1}}
                """.formatted(up)).expect(201);
        groups.converge(name);
    }

    private FakeProvider fragile() {
        return groups.provider("fragile");
    }

    private JsonNode at(Instant instant) {
        JsonNode told = groups.get(path + "?at=" + instant).expect(200).json();
        assertThat(told.path("at").asString()).isEqualTo(instant.toString());
        return told;
    }

    private List<String> members(Instant instant, String pointer) {
        return StreamSupport.stream(at(instant).path("members").spliterator(), false)
                .map(it -> it.at(pointer).asString())
                .toList();
    }

    private JsonNode member(Instant instant, String id) {
        return at(instant)
                .path("members")
                .valueStream()
                .filter(it -> it.path("id").asString().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private List<String> conditions(Instant instant) {
        return at(instant).path("conditions").findValuesAsString("type");
    }

    /** The members, or nothing, that the group's events of this type are about. */
    private List<String> events(String type) {
        return groups.get(path + "/events?type=" + type).expect(200).items("/member");
    }

    private boolean events(String type, String words) {
        return groups.get(path + "/events?type=" + type).expect(200).items("/message").stream()
                .anyMatch(it -> it.contains(words));
    }

    private Instant eventAt(String type) {
        return eventAt(type, 0);
    }

    /** @param newest how many newer ones there are */
    private Instant eventAt(String type, int newest) {
        return Instant.parse(groups.get(path + "/events?type=" + type)
                .expect(200)
                .items("/at")
                .get(newest));
    }

    private void tell(String member, String type, Instant at) {
        jdbc.sql("""
                insert into event (group_id, group_name, member, type, at, message)
                select m.group_id, :name, m.number, :type, :at, 'told by a test'
                  from member m join fleet_group g on g.id = m.group_id where g.name = :name and m.state <> 'ENDED'
                """)
                .param("name", name)
                .param("type", type)
                .param("at", OffsetDateTime.ofInstant(at, ZoneOffset.UTC))
                .update();
        assertThat(events(type)).contains(member);
    }
}
