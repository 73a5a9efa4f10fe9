package dev.drover.provider.vanilla;

import dev.drover.provider.spi.Allocation;
import dev.drover.provider.spi.Attachment;
import dev.drover.provider.spi.FlavorProvider;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Labels;
import dev.drover.provider.spi.ProvisionRequest;
import dev.drover.provider.spi.Violation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Puts tags, init lines and attachments on instances, and drains those that were told how. It does not judge health. */
public final class VanillaFlavor implements FlavorProvider {
    private static final JsonNode SCHEMA = readSchema();

    @Override
    public boolean pure(JsonNode properties) {
        return true;
    }

    @Override
    public JsonNode schema() {
        return SCHEMA;
    }

    @Override
    public List<Violation> validate(JsonNode properties, Allocation allocation) {
        return tags(properties).keySet().stream()
                .filter(key -> key.startsWith(Labels.PREFIX) && !key.equals(Labels.SELF))
                .sorted()
                .map(key -> new Violation(
                        "/tags/" + key.replace("~", "~0").replace("/", "~1"),
                        "tags that begin with " + Labels.PREFIX + " are Drover's own, except " + Labels.SELF))
                .toList();
    }

    @Override
    public Map<String, String> tags(JsonNode properties) {
        return properties
                .path("tags")
                .propertyStream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, tag -> tag.getValue().asString()));
    }

    @Override
    public List<Attachment> attachments(JsonNode properties) {
        return properties
                .path("attachments")
                .valueStream()
                .map(it ->
                        new Attachment(it.path("id").asString(), it.path("type").asString()))
                .toList();
    }

    @Override
    public ProvisionRequest prepare(JsonNode properties, ProvisionRequest request, Allocation allocation) {
        Map<String, String> labels = new HashMap<>(request.labels());
        labels.putAll(tags(properties));
        Stream<String> init = properties.path("init").valueStream().map(JsonNode::asString);
        return new ProvisionRequest(
                request.token(),
                labels,
                Stream.concat(request.init().stream(), init).toList(),
                request.logicalId(),
                request.index(),
                Stream.concat(request.attachments().stream(), attachments(properties).stream())
                        .toList(),
                request.properties());
    }

    @Override
    public boolean judges(JsonNode properties) {
        return false;
    }

    @Override
    public Opinion healthy(JsonNode properties, Instance instance) {
        return new Opinion.None();
    }

    @Override
    public boolean drains(JsonNode properties) {
        return properties.path("drain").path("http").isObject();
    }

    @Override
    public Drain drain(JsonNode properties, Instance instance) {
        return drains(properties)
                ? HttpDrain.of(properties.path("drain").path("http")).ask(instance)
                : Drain.DRAINED;
    }

    private static JsonNode readSchema() {
        try (InputStream file =
                Objects.requireNonNull(VanillaFlavor.class.getResourceAsStream("properties.schema.json"))) {
            return JsonMapper.shared().readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
