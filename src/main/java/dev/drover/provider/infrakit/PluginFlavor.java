package dev.drover.provider.infrakit;

import dev.drover.infrakit.CallFailed;
import dev.drover.infrakit.Shapes;
import dev.drover.provider.spi.Allocation;
import dev.drover.provider.spi.FlavorProvider;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Labels;
import dev.drover.provider.spi.LogicalId;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProvisionRequest;
import dev.drover.provider.spi.Violation;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What a flavor plugin decides. */
final class PluginFlavor implements FlavorProvider {
    private static final int HEALTHY = 1;
    private static final int UNHEALTHY = 2;

    private final Remote plugin;
    private final Drains drains;

    PluginFlavor(Remote plugin) {
        this.plugin = plugin;
        this.drains = new Drains(plugin);
    }

    @Override
    public boolean pure(JsonNode properties) {
        return false;
    }

    @Override
    public JsonNode schema() {
        return Opaque.schema(plugin.name() + " alone knows what its properties mean");
    }

    @Override
    public List<Violation> validate(JsonNode properties, Allocation allocation) {
        return Opaque.violations(() -> plugin.call(
                "Flavor.Validate",
                new Messages.ValidateFlavor(plugin.type(), properties, of(allocation)),
                Messages.Done.class,
                plugin.settings().callTimeout()));
    }

    /** A plugin says which tags there are only of an instance that is about to be made. */
    @Override
    public Map<String, String> tags(JsonNode properties) {
        return Map.of();
    }

    @Override
    public ProvisionRequest prepare(JsonNode properties, ProvisionRequest request, Allocation allocation) {
        Messages.Prepare question = new Messages.Prepare(
                plugin.type(),
                properties,
                Specs.of(request),
                of(allocation),
                new Shapes.Index(request.labels().getOrDefault(Labels.GROUP, ""), request.index()));
        Shapes.InstanceSpec answer =
                plugin.ask("Flavor.Prepare", question, Messages.Prepared.class).spec();
        if (answer == null) {
            throw new ProviderFailure(
                    ProviderFailure.Kind.RETRYABLE,
                    "plugin '" + plugin.name() + "' answered Flavor.Prepare without a Spec");
        }
        return Specs.prepared(request, answer);
    }

    @Override
    public Opinion healthy(JsonNode properties, Instance instance) {
        try {
            int health = plugin.ask("Flavor.Healthy", question(properties, instance), Messages.Health.class)
                    .health();
            return switch (health) {
                case HEALTHY -> new Opinion.Healthy();
                case UNHEALTHY -> new Opinion.Unhealthy("plugin '" + plugin.name() + "' says that it is unhealthy");
                default -> new Opinion.Unknown("plugin '" + plugin.name() + "' does not know");
            };
        } catch (ProviderFailure e) {
            return new Opinion.Unknown(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Drain drain(JsonNode properties, Instance instance) {
        try {
            return drains.drain(instance, question(properties, instance));
        } catch (CallFailed e) {
            throw Remote.failed(ProviderFailure.Kind.RETRYABLE, e);
        }
    }

    private Messages.OfInstance question(JsonNode properties, Instance instance) {
        return new Messages.OfInstance(
                plugin.type(),
                properties,
                new Shapes.Description(instance.id().value(), null, instance.labels(), null));
    }

    private static Shapes.Allocation of(Allocation allocation) {
        List<String> ids =
                allocation.logicalIds().stream().map(LogicalId::value).toList();
        return new Shapes.Allocation(allocation.size(), ids.isEmpty() ? null : ids);
    }
}
