package dev.drover.provider.infrakit;

import dev.drover.infrakit.CallFailed;
import dev.drover.provider.spi.Capabilities;
import dev.drover.provider.spi.DestroyReason;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.InstanceProvider;
import dev.drover.provider.spi.Labels;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderFailure.Kind;
import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.ProvisionRequest;
import dev.drover.provider.spi.Token;
import dev.drover.provider.spi.Violation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** What an instance plugin makes. Which failure means what, is decision 0040. */
final class PluginInstances implements InstanceProvider {
    private static final int PAGE = 500;

    private final Remote plugin;
    private final Listing listing;

    PluginInstances(Remote plugin) {
        this.plugin = plugin;
        this.listing = new Listing(plugin);
    }

    @Override
    public Capabilities capabilities() {
        return plugin.settings().capabilities();
    }

    @Override
    public JsonNode schema() {
        return Opaque.schema(plugin.name() + " alone knows what its properties mean");
    }

    @Override
    public List<Violation> validate(JsonNode properties) {
        return Opaque.violations(() -> plugin.call(
                "Instance.Validate",
                new Messages.Validate(plugin.type(), properties),
                Messages.Done.class,
                plugin.settings().callTimeout()));
    }

    /** Plugins choose ports themselves, if there are any. */
    @Override
    public Map<String, Integer> ports(JsonNode properties, int index) {
        return Map.of();
    }

    @Override
    public Instance provision(ProvisionRequest request) {
        String id = made(request).id();
        if (id == null || id.isBlank()) {
            throw new ProviderFailure(
                    Kind.UNKNOWN_OUTCOME, "plugin '" + plugin.name() + "' answered Instance.Provision without an ID");
        }
        return new Instance(
                new ProviderId(id), request.token(), request.labels(), Phase.RUNNING, List.of(), Map.of(), null);
    }

    private Messages.Provisioned made(ProvisionRequest request) {
        try {
            return plugin.call(
                    "Instance.Provision",
                    new Messages.Provision(plugin.type(), Specs.of(request)),
                    Messages.Provisioned.class,
                    plugin.settings().createTimeout());
        } catch (CallFailed e) {
            throw switch (e.kind()) {
                case NOT_SENT -> Remote.failed(Kind.RETRYABLE, e);
                case IN_DOUBT -> Remote.failed(Kind.UNKNOWN_OUTCOME, e);
                case ANSWERED -> Remote.failed(refuses(request) ? Kind.REJECTED : Kind.UNKNOWN_OUTCOME, e);
            };
        }
    }

    /** An error may come after a machine was made. Only what the plugin finds wrong before it makes any was surely not made. */
    private boolean refuses(ProvisionRequest request) {
        try {
            return !validate(request.properties()).isEmpty();
        } catch (ProviderFailure e) {
            return false;
        }
    }

    @Override
    public Optional<Instance> find(Token token) {
        return listing.with(Map.of(Labels.TOKEN, token.value())).stream().findFirst();
    }

    @Override
    public void label(ProviderId id, Map<String, String> labels) {
        try {
            plugin.call(
                    "Instance.Label",
                    new Messages.Label(plugin.type(), id.value(), labels),
                    Messages.Done.class,
                    plugin.settings().callTimeout());
        } catch (CallFailed e) {
            throw changed(e);
        }
    }

    @Override
    public Destroyed destroy(ProviderId id, Token token, DestroyReason reason) {
        Listing.Holder holder = listing.holder(id, token);
        if (holder == Listing.Holder.ANOTHER) {
            return Destroyed.GONE_ALREADY;
        }
        try {
            plugin.call(
                    "Instance.Destroy",
                    new Messages.Destroy(plugin.type(), id.value(), new Messages.Context(words(reason))),
                    Messages.Done.class,
                    plugin.settings().callTimeout());
            return Destroyed.ACCEPTED;
        } catch (CallFailed e) {
            if (e.kind() == CallFailed.Kind.ANSWERED && listing.holder(id, token) != Listing.Holder.IT) {
                return Destroyed.GONE_ALREADY;
            }
            throw changed(e);
        }
    }

    private static String words(DestroyReason reason) {
        return switch (reason) {
            case TERMINATE, FOR_GOOD -> "terminate";
            case ROLLING_UPDATE -> "rolling_update";
        };
    }

    /** What was asked may have happened, unless it was never heard. */
    private static ProviderFailure changed(CallFailed failure) {
        return Remote.failed(
                failure.kind() == CallFailed.Kind.NOT_SENT ? Kind.RETRYABLE : Kind.UNKNOWN_OUTCOME, failure);
    }

    @Override
    public void describe(Map<String, String> labels, Consumer<List<Instance>> page) {
        List<Instance> all = listing.with(labels);
        for (int from = 0; from < all.size(); from += PAGE) {
            page.accept(all.subList(from, Math.min(from + PAGE, all.size())));
        }
    }
}
