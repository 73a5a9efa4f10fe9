package dev.drover.application;

import static dev.drover.application.Groups.eventually;
import static dev.drover.application.Groups.newName;
import static dev.drover.application.Groups.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.provider.fake.FakeProvider;
import dev.drover.provider.fake.Faults;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Phase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Scale, wait and delete. */
@ApplicationTest
@Tag("postgres")
class CommandTests {
    @Autowired
    Groups groups;

    @Autowired
    JdbcClient jdbc;

    private final String name = newName();

    /** A fact that no pass has seen yet may be that a member died. */
    @Test
    void aWaitDoesNotBelieveAStatusThatIsOlderThanAFact() {
        String name = groups.converged("fake", 1);
        eventually()
                .until(
                        () -> { // a pass that happens to run just then takes the fact away
                            jdbc.sql(
                                            "insert into wake (group_id) select id from fleet_group where name = :name and state = 'ACTIVE'")
                                    .param("name", name)
                                    .update();
                            Answer answer = groups.get("/v1/groups/" + name + "/wait?timeout=0s");
                            return answer.status() == 504
                                    && answer.text("/type").endsWith("/not-yet");
                        });

        jdbc.sql("delete from wake where group_id = (select max(id) from fleet_group where name = :name)")
                .param("name", name)
                .update();
        groups.get("/v1/groups/" + name + "/wait").expect(200);
        groups.remove(name);
    }

    @Test
    void aGroupIsScaledWithinItsLimits() {
        groups.put(name, spec(1).replace("\"size\": 1", "\"size\": 0, \"max\": 2"))
                .expect(201);
        Answer scaled = scale("{\"size\": 2}").expect(200);
        assertThat(scaled.header("ETag")).isEqualTo("\"2\"");
        assertThat(scaled.text("/spec/allocation/size")).isEqualTo("2");
        assertThat(scaled.text("/generation")).isEqualTo("2");
        assertThat(scale("{\"size\": 2}").expect(200).text("/generation")).isEqualTo("2");
        assertThat(scale("{\"size\": 3}").refused(422, "validation").violations())
                .containsExactly("/size");
        assertThat(scale("{\"size\": -1}").refused(422, "validation").violations())
                .containsExactly("/size");
        assertThat(scale("{\"size\": \"2\"}").refused(422, "validation").violations())
                .containsExactly("/size");
        assertThat(scale("{\"size\": 1.5}").refused(422, "validation").violations())
                .containsExactly("/size");
        assertThat(scale("{}").refused(422, "validation").violations()).containsExactly("/size");
        assertThat(scale("{\"sise\": 2}").refused(422, "validation").violations())
                .contains("/sise");
        scale("{\"size\": 1, \"size\": 2}").refused(400, "malformed");
        groups.post("/v1/groups/" + name + "/scale", "size: 1", "Content-Type", "application/yaml")
                .expect(200);
        assertThat(groups.get("/v1/groups/" + name + "/spec").text("/allocation/size"))
                .isEqualTo("1");
        groups.remove(name);
    }

    @Test
    void aWaitEndsWhenTheGroupIsThere() {
        groups.put(name, spec(0)).expect(201);
        Answer reached = groups.get("/v1/groups/" + name + "/wait?until=converged&timeout=30s")
                .expect(200);
        assertThat(reached.text("/reached")).isEqualTo("converged");
        assertThat(reached.text("/generation")).isEqualTo("1");
        assertThat(reached.text("/status/converged")).isEqualTo("true");
        groups.get("/v1/groups/" + name + "/wait?until=ready&generation=1").expect(200);
        groups.delete("/v1/groups/" + name).expect(202);
        assertThat(groups.get("/v1/groups/" + name + "/wait?until=gone")
                        .expect(200)
                        .text("/reached"))
                .isEqualTo("gone");
        groups.get("/v1/groups/" + name + "/wait?until=gone").expect(200);
        groups.get("/v1/groups/" + newName() + "/wait?until=gone").expect(200);
    }

    @Test
    void aWaitSaysWhatItIsStillWaitingFor() {
        groups.put(name, spec(1)).expect(201);
        assertThat(groups.get("/v1/groups/" + name + "/wait?timeout=0s")
                        .refused(504, "not-yet")
                        .text("/detail"))
                .contains("not converged", "ask again");
        assertThat(groups.get("/v1/groups/" + name + "/wait?generation=2")
                        .refused(422, "validation")
                        .violations())
                .containsExactly("/generation");
        groups.remove(name);
    }

    @Test
    void aWaitForAnOldGenerationSaysThatItIsSuperseded() {
        groups.put(name, spec(0)).expect(201);
        groups.put(name, spec(1)).expect(200);
        groups.get("/v1/groups/" + name + "/wait?generation=1").refused(409, "superseded");
        groups.remove(name);
    }

    @Test
    void aWaitUnderWayIsToldOfANewDeclarationAndOfADeletion() {
        groups.put(name, spec(1)).expect(201);
        CompletableFuture<Answer> waiting =
                CompletableFuture.supplyAsync(() -> groups.get("/v1/groups/" + name + "/wait?timeout=30s"));
        CompletableFuture<Answer> first = CompletableFuture.supplyAsync(
                () -> groups.get("/v1/groups/" + name + "/wait?generation=1&timeout=30s"));
        eventually().until(() -> groups.provider("fake").faults().calls(Faults.Call.PROVISION) > 0);
        groups.put(name, spec(2)).expect(200);
        first.join().refused(409, "superseded");
        waiting.join().refused(409, "superseded");

        CompletableFuture<Answer> second =
                CompletableFuture.supplyAsync(() -> groups.get("/v1/groups/" + name + "/wait?timeout=30s"));
        groups.delete("/v1/groups/" + name).expect(202);
        assertThat(second.join().status()).isIn(404, 409);
        groups.gone(name);
    }

    @Test
    void aWaitEndsAtOnceWhenOnlyAPersonCanHelp() {
        FakeProvider provider = groups.provider("fragile");
        groups.put(name, """
                {"allocation": {"size": 1}, "instance": {"provider": "fragile", "properties": {"image": "good"}},
                 "repair": {"retries": 1, "maxInFlight": 1}}
                """).expect(201);
        for (int retry = 0; retry <= 1; retry++) {
            eventually().until(() -> running(provider).size() == 1);
            provider.phase(running(provider).getFirst().id(), Phase.STOPPED);
        }
        eventually().until(() -> !groups.condition(name, "RepairGaveUp").isMissingNode());
        assertThat(groups.get("/v1/groups/" + name + "/wait")
                        .refused(409, "blocked")
                        .text("/detail"))
                .startsWith("RepairGaveUp: ")
                .contains("became STOPPED");
        groups.remove(name);
    }

    @Test
    void aDeletionCanBeAskedForAgain() {
        FakeProvider provider = groups.provider("fragile");
        groups.put(name, spec("fragile", 1)).expect(201);
        eventually().until(() -> provider.instances().size() == 1);
        provider.faults().down(Faults.Call.DESTROY);
        Answer first = groups.delete("/v1/groups/" + name).expect(202);
        assertThat(first.text("/state")).isEqualTo("deleting");
        groups.delete("/v1/groups/" + name).expect(202);
        groups.get("/v1/groups/" + name + "/wait").refused(409, "deleting");
        assertThat(groups.events(name))
                .filteredOn(it -> it.startsWith("GroupDeletionRequested"))
                .hasSize(1);
        eventually().until(() -> groups.events(name).stream().anyMatch(it -> it.startsWith("DestroyFailed")));

        provider.faults().down();
        groups.step(Duration.ofSeconds(11));
        groups.gone(name);
        groups.delete("/v1/groups/" + name).refused(404, "not-found");
    }

    @Test
    void aCommandSaysWhichCallsItCouldNotStop() {
        FakeProvider provider = groups.provider("fragile");
        Faults.Hang hang = provider.faults().hang(Faults.Call.PROVISION);
        groups.put(name, spec("fragile", 1)).expect(201);
        hang.awaitEntered();
        Answer scaled = scale("{\"size\": 0}").expect(200);
        hang.release();
        assertThat(scaled.text("/alreadyCalled/0/action")).isEqualTo("provision");
        assertThat(scaled.text("/alreadyCalled/0/member")).startsWith(name + "-");
        eventually().until(() -> groups.members(name).isEmpty());
        groups.converge(name);
        assertThat(provider.instances()).isEmpty();
        groups.remove(name);
    }

    private static List<Instance> running(FakeProvider provider) {
        return provider.instances().stream()
                .filter(it -> it.phase() == Phase.RUNNING)
                .toList();
    }

    private Answer scale(String body) {
        return groups.post("/v1/groups/" + name + "/scale", body);
    }
}
