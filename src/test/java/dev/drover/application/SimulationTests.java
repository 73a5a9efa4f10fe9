package dev.drover.application;

import static dev.drover.application.Groups.eventually;
import static dev.drover.application.Groups.newName;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A simulated cloud as its users see it. */
@ApplicationTest
class SimulationTests {
    private static final String STORM = "/v1/providers/storm/simulation";

    @Autowired
    Groups groups;

    @BeforeEach
    @AfterEach
    void calm() {
        turn("{}").expect(200);
    }

    private Answer turn(String knobs) {
        return groups.send("PUT", STORM, BodyPublishers.ofString(knobs), "Content-Type", "application/json");
    }

    private Answer kill(String which) {
        return groups.post(STORM + "/kill", which);
    }

    @Test
    void knobsAreTurnedAsAWhole() {
        Answer turned = turn("{\"createLatency\": \"PT0.5S\", \"capacity\": 9, \"retryableShare\": \"0.50%\"}")
                .expect(200);
        assertThat(turned.text("/knobs/createLatency")).isEqualTo("500ms");
        assertThat(turned.text("/knobs/retryableShare")).isEqualTo("0.5%");
        assertThat(turned.text("/instances/capacityLeft")).isEqualTo("9");
        Answer yaml = groups.send(
                        "PUT", STORM, BodyPublishers.ofString("startDelay: 2s"), "Content-Type", "application/yaml")
                .expect(200);
        assertThat(yaml.text("/knobs/startDelay")).isEqualTo("2s");
        Answer read = groups.get(STORM).expect(200);
        assertThat(read.json().path("knobs")).isEqualTo(yaml.json().path("knobs"));
        assertThat(read.text("/knobs/createLatency")).as("left out").isEqualTo("0s");
        assertThat(read.text("/knobs/capacity")).isEqualTo("1000000");
        assertThat(read.text("/provider")).isEqualTo("storm");
        assertThat(read.text("/seed")).isEqualTo("1");
    }

    @Test
    void wrongKnobsAreRefusedAllAtOnceAndNothingIsTurned() {
        turn("{\"capacity\": 5}").expect(200);
        assertThat(turn("""
                        {"createLatancy": "1s", "startDelay": "soon", "capacity": -1, "retryableShare": 5, "vanishShare": "101%",
                         "stopDelay": null}
                        """).refused(422, "validation").violations())
                .containsExactlyInAnyOrder(
                        "/createLatancy", "/startDelay", "/capacity", "/retryableShare", "/vanishShare", "/stopDelay");
        assertThat(turn("{\"startDelay\": \"99999999d\", \"stopDelay\": \"99999999d\"}")
                        .refused(422, "validation")
                        .violations())
                .containsExactlyInAnyOrder("/startDelay", "/stopDelay");
        assertThat(turn("{\"listingLag\": \"2s\", \"retryableShare\": \"60%\", \"throttledShare\": \"60%\"}")
                        .refused(422, "validation")
                        .violations())
                .containsExactlyInAnyOrder("", "/listingLag");
        turn("[]").refused(400, "malformed");
        turn("").refused(400, "malformed");
        assertThat(groups.get(STORM).text("/knobs/capacity")).isEqualTo("5");
    }

    @Test
    void whatIsNoSimulatorSaysSo() {
        for (Answer answer : List.of(
                groups.get("/v1/providers/fake/simulation"),
                groups.send(
                        "PUT",
                        "/v1/providers/strom/simulation",
                        BodyPublishers.ofString("{}"),
                        "Content-Type",
                        "application/json"),
                groups.post("/v1/providers/fake/simulation/kill", "{\"share\": \"1%\"}"),
                groups.get("/v1/providers/fake/simulation/instances/sim-00000000/health"))) {
            assertThat(answer.refused(404, "not-found").text("/detail")).contains("configured are cloud, storm");
        }
    }

    @Test
    void instancesAreKilledByIdOrByShare() {
        String group = groups.converged("storm", 4);
        List<String> ids = groups.get("/v1/groups/" + group + "/members").items("/providerId");
        Answer killed = kill("{\"instances\": [\"" + ids.getFirst() + "\"]}").expect(200);
        assertThat(killed.text("/killed")).isEqualTo("1");
        assertThat(killed.text("/instances/0")).isEqualTo(ids.getFirst());
        eventually()
                .until(() -> groups.events(group).stream()
                        .anyMatch(it -> it.startsWith("InstanceStopped") && it.contains("it was killed (simulated)")));
        groups.converge(group);
        assertThat(groups.get("/v1/groups/" + group + "/members").items("/providerId"))
                .hasSize(4)
                .doesNotContain(ids.getFirst());

        assertThat(kill("{\"share\": \"26%\"}").expect(200).text("/killed"))
                .as("rounded up")
                .isEqualTo("2");
        groups.converge(group);
        groups.remove(group);
        eventually()
                .until(() -> groups.get(STORM).json().at("/instances/living").asInt() == 0);
    }

    @Test
    void aKillOfWhatIsNotThereKillsNothing() {
        String group = groups.converged("storm", 1);
        String id = groups.get("/v1/groups/" + group + "/members")
                .items("/providerId")
                .getFirst();
        assertThat(kill("{\"instances\": [\"" + id + "\", \"sim-zzzzzzzz\"]}")
                        .refused(422, "validation")
                        .violations())
                .containsExactly("/instances/1");
        for (String body : List.of(
                "{}",
                "{\"instances\": []}",
                "{\"instances\": [\"x\"]}",
                "{\"share\": 20}",
                "{\"share\": \"1%\", \"instances\": [\"" + id + "\"]}")) {
            kill(body).refused(422, "validation");
        }
        assertThat(groups.get(STORM).text("/instances/living")).isEqualTo("1");
        groups.remove(group);
    }

    @Test
    void instancesAnswerTheirHealthCheck() {
        String healthy = made("{\"health\": \"healthy\"}");
        String unhealthy = made("{\"health\": \"unhealthy\"}");
        String starting = made("{\"startDelay\": \"1h\"}");
        String any = made("{}");
        turn("{\"unhealthyShare\": \"100%\"}").expect(200);

        assertThat(health(healthy).expect(200).text("/health")).isEqualTo("healthy");
        assertThat(health(unhealthy).refused(503, "unhealthy").text("/detail")).contains("is unhealthy (simulated)");
        assertThat(health(starting).refused(503, "unhealthy").text("/detail")).contains("is starting");
        health(any).refused(503, "unhealthy");
        health("sim-zzzzzzzz").refused(404, "not-found");
        health("a%00b").expect(400);
        turn("{}").expect(200);
        health(any).expect(200);

        String flapping = made("{\"health\": \"flapping\"}");
        int before = health(flapping).status();
        groups.step(Duration.ofSeconds(10));
        assertThat(health(flapping).status()).isNotEqualTo(before);
        for (String id : List.of(healthy, unhealthy, starting, any, flapping)) {
            groups.delete("/v1/providers/storm/instances/" + id).expect(202);
        }
    }

    private String made(String properties) {
        return groups.post("/v1/providers/storm/instances", "{\"properties\": " + properties + "}")
                .expect(201)
                .text("/id");
    }

    private Answer health(String id) {
        return groups.get(STORM + "/instances/" + id + "/health");
    }

    @Test
    void aGroupLivesThroughABadDay() {
        turn("""
                {"meanLifetime": "1h", "vanishShare": "20%", "retryableShare": "20%", "unknownOutcomeShare": "10%",
                 "outOfCapacityShare": "5%", "startDelay": "1s", "listingFailureShare": "10%", "unhealthyShare": "5%"}
                """).expect(200);
        String name = newName();
        groups.put(name, """
                {"allocation": {"size": 20}, "instance": {"provider": "storm", "properties": {"image": "web:1"}},
                 "health": {"interval": "1s", "unhealthyAfter": 2, "http": {"port": "health",
                   "path": "/v1/providers/storm/simulation/instances/{{member.providerId}}/health"}}}
                """).expect(201);
        eventually().until(() -> {
            groups.step(Duration.ofSeconds(10));
            return living() >= 18;
        });
        groups.step(Duration.ofMinutes(20));
        eventually().until(() -> groups.events(name).stream().anyMatch(it -> it.startsWith("InstanceStopped")));

        turn("{}").expect(200);
        eventually().atMost(Duration.ofSeconds(90)).untilAsserted(() -> {
            groups.step(Duration.ofSeconds(30));
            assertThat(groups.get("/v1/groups/" + name + "/wait?timeout=1s").status())
                    .as(() -> groups.status(name).toString())
                    .isEqualTo(200);
        });
        assertThat(groups.status(name).at("/size/ready").asInt()).isEqualTo(20);
        assertThat(groups.events(name))
                .anyMatch(it -> it.startsWith("ProvisioningFailed") && it.contains("(simulated: "))
                .anyMatch(it -> it.startsWith("MemberEnded"));
        groups.remove(name);
    }

    private int living() {
        return groups.get(STORM).json().at("/instances/living").asInt();
    }
}
