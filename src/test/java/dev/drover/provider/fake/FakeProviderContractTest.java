package dev.drover.provider.fake;

import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.InstanceProvider;
import dev.drover.provider.spi.InstanceProviderContract;
import dev.drover.provider.spi.Phase;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

class FakeProviderContractTest extends InstanceProviderContract {
    private final FakeProvider provider = new FakeProvider();

    @Override
    protected InstanceProvider provider() {
        return provider;
    }

    @Override
    protected JsonNode goodProperties() {
        return JsonNodeFactory.instance.objectNode().put("image", "good");
    }

    @Override
    protected Optional<JsonNode> brokenProperties() {
        return Optional.of(JsonNodeFactory.instance.objectNode().put("image", "broken"));
    }

    @Override
    protected void killOutside(Instance instance) {
        provider.phase(instance.id(), Phase.STOPPED);
    }
}
