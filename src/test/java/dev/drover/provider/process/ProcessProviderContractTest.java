package dev.drover.provider.process;

import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.InstanceProvider;
import dev.drover.provider.spi.InstanceProviderContract;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ProcessProviderContractTest extends InstanceProviderContract {
    @TempDir
    Path state;

    private InstanceProvider provider = new ProcessProvider(Path.of("unused"));

    @BeforeEach
    void open() {
        provider = new ProcessProvider(state);
    }

    @Override
    protected InstanceProvider provider() {
        return provider;
    }

    @Override
    protected JsonNode goodProperties() {
        return JsonMapper.shared().readTree("""
                {"command": ["sleep", "600"], "stopTimeout": "5s", "ports": {"http": 18080}}
                """);
    }

    @Override
    protected Optional<JsonNode> brokenProperties() {
        return Optional.of(JsonMapper.shared().readTree("""
                {"command": ["sleep", "600"], "stopSignal": "NOPE"}
                """));
    }

    @Override
    protected void killOutside(Instance instance) {
        Kill.leaderOf(instance);
    }
}
