package dev.drover.provider.simulator;

import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.InstanceProvider;
import dev.drover.provider.spi.InstanceProviderContract;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A cloud that is slow, and whose listings lag as far as it admits. */
class SimulatorContractTest extends InstanceProviderContract {
    private final World world = new CloudFixture()
            .world(
                    "cloud",
                    Map.of(
                            "consistency-window", "300ms",
                            "listingLag", "300ms",
                            "CREATELATENCY", "10ms",
                            "start-delay", "100ms",
                            "destroyLatency", "10ms",
                            "stopDelay", "100ms"),
                    InstantSource.system());
    private final Simulator provider = CloudFixture.simulator(world);

    @Override
    protected InstanceProvider provider() {
        return provider;
    }

    @Override
    protected JsonNode goodProperties() {
        return CloudFixture.tree("{\"image\": \"web:1\", \"size\": \"small\"}");
    }

    @Override
    protected Optional<JsonNode> brokenProperties() {
        return Optional.of(CloudFixture.tree("{\"dies\": \"soon\"}"));
    }

    @Override
    protected void killOutside(Instance instance) {
        world.changes().kill(List.of(instance.id().value()), world.cloud().knobs(), world.now());
    }
}
