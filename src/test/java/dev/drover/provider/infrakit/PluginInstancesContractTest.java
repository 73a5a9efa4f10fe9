package dev.drover.provider.infrakit;

import dev.drover.infrakit.PluginName;
import dev.drover.provider.infrakit.plugin.PluginProcess;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.InstanceProvider;
import dev.drover.provider.spi.InstanceProviderContract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Against a plugin that is a process of its own, and does everything wrong with listings that a plugin may. */
class PluginInstancesContractTest extends InstanceProviderContract {
    @TempDir
    private static Path directory;

    private static PluginProcess plugin;
    private static PluginFixture fixture;

    private InstanceProvider provider;

    @BeforeAll
    static void startThePlugin() {
        plugin = new PluginProcess(directory, "cloud", directory.resolve("state")).start();
        fixture = new PluginFixture(directory);
    }

    @BeforeEach
    void listingsAreBad() {
        provider = fixture.instances("cloud/compute");
        plugin.faults().set("ignoreFilters", true);
        plugin.faults().set("lagMillis", 300);
    }

    @AfterAll
    static void stopThePlugin() {
        fixture.close();
        plugin.close();
    }

    @Override
    protected InstanceProvider provider() {
        return provider;
    }

    @Override
    protected JsonNode goodProperties() {
        return JsonNodeFactory.instance.objectNode().put("image", "v1");
    }

    @Override
    protected Optional<JsonNode> brokenProperties() {
        return Optional.of(JsonNodeFactory.instance.objectNode().put("broken", true));
    }

    @Override
    protected boolean knowsProperties() {
        return false;
    }

    @Override
    protected void killOutside(Instance instance) {
        fixture.plugins()
                .call(
                        new PluginName("cloud", "compute").plugin(),
                        "Instance.Destroy",
                        Map.of("Type", "compute", "Instance", instance.id().value()),
                        Messages.Done.class,
                        Duration.ofSeconds(5));
    }
}
