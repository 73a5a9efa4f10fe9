package dev.drover.provider.docker;

import com.github.dockerjava.api.DockerClient;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.InstanceProvider;
import dev.drover.provider.spi.InstanceProviderContract;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DockerProviderContractTest extends InstanceProviderContract {
    @TempDir
    Path state = Path.of("unset");

    private InstanceProvider provider = TestEngine.provider(Path.of("unused"));
    private Optional<DockerClient> engine = Optional.empty();

    @BeforeEach
    void open() {
        engine = Optional.of(TestEngine.assumed());
        provider = TestEngine.provider(state);
    }

    @Override
    protected InstanceProvider provider() {
        return provider;
    }

    @Override
    protected JsonNode goodProperties() {
        return JsonMapper.shared().readTree("""
                {"image": "%s", "pull": "never", "command": ["sleep", "600"], "ports": {"http": 80}}
                """.formatted(TestEngine.IMAGE));
    }

    @Override
    protected Optional<JsonNode> brokenProperties() {
        return Optional.of(JsonMapper.shared().readTree("""
                {"image": "%s", "stopTimeout": "soon"}
                """.formatted(TestEngine.IMAGE)));
    }

    @Override
    protected boolean labelsCanChange() {
        return false;
    }

    @Override
    protected void killOutside(Instance instance) {
        engine.orElseThrow().killContainerCmd(instance.id().value()).exec();
    }
}
