package dev.drover.provider.docker;

import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import dev.drover.provider.spi.Attachment;
import dev.drover.provider.spi.DestroyReason;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.InstanceProvider.Destroyed;
import dev.drover.provider.spi.Labels;
import dev.drover.provider.spi.LogicalId;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProvisionRequest;
import dev.drover.provider.spi.Token;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A provider of this machine's engine, and what it made, which is gone after each test. */
abstract class DockerFixture {
    @TempDir
    Path state = Path.of("unset");

    final String owner = "docker-test-" + UUID.randomUUID();
    final Token token = new Token(UUID.randomUUID().toString());
    DockerClient engine = TestEngine.at(TestEngine.HOST);
    DockerProvider provider = TestEngine.provider(Path.of("unset"));

    @BeforeEach
    void open() {
        engine = TestEngine.assumed();
        provider = TestEngine.provider(state);
    }

    @AfterEach
    void removeAll() {
        TestEngine.removeAllOf(engine, owner);
    }

    /** Properties of the test image, with these besides. */
    static ObjectNode properties(String more) {
        ObjectNode properties = (ObjectNode) JsonMapper.shared().readTree("{" + more + "}");
        if (!properties.has("image")) {
            properties.put("image", TestEngine.IMAGE);
        }
        return properties;
    }

    ProvisionRequest request(JsonNode properties, String... init) {
        return request(token, properties, List.of(), init);
    }

    ProvisionRequest request(Token of, JsonNode properties, List<Attachment> attachments, String... init) {
        return new ProvisionRequest(
                of,
                Map.of(Labels.TOKEN, of.value(), Labels.OWNER, owner),
                List.of(init),
                new LogicalId("db-1"),
                2,
                attachments,
                properties);
    }

    Instance start(String properties, String... init) {
        return provider.provision(request(properties(properties), init));
    }

    Destroyed destroy(Instance instance) {
        return provider.destroy(
                instance.id(), Optional.ofNullable(instance.token()).orElseThrow(), DestroyReason.TERMINATE);
    }

    boolean hasVolume(String name) {
        return engine.listVolumesCmd().exec().getVolumes().stream()
                .anyMatch(it -> it.getName().equals(name));
    }

    InspectContainerResponse inspect(Instance instance) {
        return engine.inspectContainerCmd(instance.id().value()).exec();
    }

    Instance eventually(Phase phase) {
        return eventually(
                        () -> provider.find(token),
                        found -> found.map(Instance::phase).equals(Optional.of(phase)))
                .orElseThrow();
    }

    String logOf(Instance instance) {
        return eventually(
                () -> LogTail.of(
                        TestEngine.engine(TestEngine.HOST), instance.id().value()),
                it -> !it.isEmpty());
    }

    static ProviderFailure failure(Runnable call) {
        return Assertions.catchThrowableOfType(ProviderFailure.class, call::run);
    }

    static <T> T eventually(Callable<T> look, Predicate<T> expected) {
        return await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(look, expected);
    }
}
