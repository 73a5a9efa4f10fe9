package dev.drover.provider;

import dev.drover.provider.spi.Allocation;
import dev.drover.provider.spi.Attachment;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Labels;
import dev.drover.provider.spi.LogicalId;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.ProvisionRequest;
import dev.drover.provider.spi.Token;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A body about a flavor; what is left out has its default. Properties and allocation can be had of a wrong one, too. */
record FlavorBody(JsonNode tree) {
    static final JsonSchema VALIDATE = JsonSchema.beside(FlavorBody.class, "validate.schema.json");
    static final JsonSchema PREPARE = JsonSchema.beside(FlavorBody.class, "prepare.schema.json");
    static final JsonSchema HEALTHY = JsonSchema.beside(FlavorBody.class, "healthy.schema.json");

    /** Nothing is made of what is prepared here, so that no token is drawn for it. */
    private static final Token NOBODY = new Token("prepared");

    JsonNode properties() {
        return object(tree, "properties");
    }

    Allocation allocation() {
        JsonNode allocation = tree.path("allocation");
        List<LogicalId> ids = texts(allocation.path("logicalIds")).stream()
                .filter(id -> !id.isBlank())
                .map(LogicalId::new)
                .toList();
        int size = Math.max(0, allocation.path("size").asInt(0));
        return new Allocation(ids.isEmpty() ? size : ids.size(), ids);
    }

    ProvisionRequest request() {
        JsonNode request = tree.path("request");
        Map<String, String> labels = labels(request);
        text(tree, "group").ifPresent(group -> labels.put(Labels.GROUP, group));
        return new ProvisionRequest(
                NOBODY,
                labels,
                texts(request.path("init")),
                text(request, "logicalId").map(LogicalId::new).orElse(null),
                tree.path("index").asInt(0),
                request.path("attachments")
                        .valueStream()
                        .map(it -> new Attachment(
                                it.path("id").asString(), it.path("type").asString()))
                        .toList(),
                object(request, "properties"));
    }

    Instance instance() {
        JsonNode instance = tree.path("instance");
        Map<String, Integer> ports = new HashMap<>();
        instance.path("ports").forEachEntry((name, port) -> ports.put(name, port.asInt()));
        return new Instance(
                new ProviderId(instance.path("id").asString()),
                text(instance, "token").map(Token::new).orElse(null),
                labels(instance),
                Phase.valueOf(text(instance, "phase").orElse("running").toUpperCase(Locale.ROOT)),
                texts(instance.path("addresses")),
                ports,
                null);
    }

    private static JsonNode object(JsonNode holder, String field) {
        JsonNode object = holder.path(field);
        return object.isMissingNode() ? JsonNodeFactory.instance.objectNode() : object;
    }

    private static Map<String, String> labels(JsonNode holder) {
        Map<String, String> labels = new HashMap<>();
        holder.path("labels").forEachEntry((key, value) -> labels.put(key, value.asString()));
        return labels;
    }

    private static Optional<String> text(JsonNode holder, String field) {
        return Optional.of(holder.path(field)).filter(JsonNode::isString).map(JsonNode::stringValue);
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream()
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue)
                .toList();
    }
}
