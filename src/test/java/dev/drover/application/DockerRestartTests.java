package dev.drover.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.TestDatabase;
import dev.drover.provider.docker.OwnEngine;
import dev.drover.provider.docker.TestEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * An engine that goes away and comes back, in the middle of a rollout and while nothing is to be done. With its containers, of which
 * there are not more than the breaker lets fail at once.
 */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "drover.data=target/test-data",
            "drover.providers.own.type=docker",
            "drover.providers.own.observe-every=1s"
        })
@Import({TestDatabase.class, Groups.class})
class DockerRestartTests {
    // Short, for the sake of the socket in it.
    private static final Path FOLDER = folder();

    @Autowired
    Groups groups;

    private final String name = Groups.newName();

    private static Path folder() {
        try {
            return Files.createTempDirectory("drover-engine");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @DynamicPropertySource
    static void engine(DynamicPropertyRegistry properties) {
        properties.add("drover.providers.own.settings.host", () -> OwnEngine.host(FOLDER));
    }

    private static ConditionFactory patiently() {
        return await().pollInSameThread().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(200));
    }

    private static String sleeping(String version) {
        return """
                {"allocation": {"size": 2}, "update": {"minReady": "1s"},
                 "instance": {"provider": "own", "properties": {
                   "image": "%s", "pull": "never", "networks": [{"name": "none"}], "env": {"VERSION": "%s"}}}}
                """.formatted(TestEngine.IMAGE, version);
    }

    private void converge() {
        patiently().untilAsserted(() -> {
            Answer answer = groups.get("/v1/groups/" + name + "/wait?timeout=1s");
            assertThat(answer.status()).as(answer::body).isEqualTo(200);
        });
    }

    private List<String> ids() {
        return groups.get("/v1/groups/" + name + "/members").expect(200).items("/providerId");
    }

    @Test
    void anEngineMayBeAwayAndComeBack() throws Exception {
        try (OwnEngine engine = OwnEngine.assumed(FOLDER)) {
            groups.put(name, sleeping("one")).expect(201);
            converge();
            List<String> before = ids();

            engine.kill();
            patiently().until(() -> !groups.condition(name, "ObservationStale").isMissingNode());
            assertThat(ids())
                    .as("nothing is replaced for an engine that is away")
                    .isEqualTo(before);
            engine.start();
            converge();

            groups.put(name, sleeping("two")).expect(200);
            patiently()
                    .until(() ->
                            groups.status(name).path("size").path("updated").asInt() == 1);
            engine.stop();
            engine.start();
            converge();

            assertThat(groups.status(name).path("size").path("updated").asInt()).isEqualTo(2);
            assertThat(engine.client().listContainersCmd().withShowAll(true).exec())
                    .hasSize(2)
                    .allSatisfy(it -> assertThat(it.getState()).isEqualTo("running"));
            groups.remove(name);
        }
    }
}
