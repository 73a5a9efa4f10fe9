package dev.drover.provider.combo;

import dev.drover.provider.spi.Allocation;
import dev.drover.provider.spi.Attachment;
import dev.drover.provider.spi.FlavorProvider;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.KnownFlavors;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProvisionRequest;
import dev.drover.provider.spi.Violation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Several flavors in order: prepared one after the other, healthy when all are, drained from the last to the first. It knows
 * nothing of them but what every flavor says.
 */
public final class ComboFlavor implements FlavorProvider {
    private final KnownFlavors known;
    private final DrainedParts drained = new DrainedParts();

    public ComboFlavor(KnownFlavors known) {
        this.known = known;
    }

    @Override
    public boolean pure(JsonNode properties) {
        return parts(properties).stream().allMatch(Part::pure);
    }

    @Override
    public JsonNode schema() {
        return ComboSchema.of(known);
    }

    @Override
    public List<Violation> validate(JsonNode properties, Allocation allocation) {
        return new PartsCheck(known, allocation).of(parts(properties));
    }

    @Override
    public Map<String, String> tags(JsonNode properties) {
        Map<String, String> tags = new HashMap<>();
        parts(properties).forEach(part -> part.flavor().tags(part.properties()).forEach(tags::putIfAbsent));
        return tags;
    }

    @Override
    public List<Attachment> attachments(JsonNode properties) {
        return parts(properties).stream()
                .flatMap(part -> part.flavor().attachments(part.properties()).stream())
                .distinct()
                .toList();
    }

    @Override
    public ProvisionRequest prepare(JsonNode properties, ProvisionRequest request, Allocation allocation) {
        ProvisionRequest prepared = request;
        for (Part part : parts(properties)) {
            prepared = prepared(part, prepared, allocation);
        }
        return prepared;
    }

    /** What was set before may be somebody's way to find the instance: a flavor adds to it, and nothing else. */
    private static ProvisionRequest prepared(Part part, ProvisionRequest before, Allocation allocation) {
        ProvisionRequest after = part.flavor().prepare(part.properties(), before, allocation);
        before.labels().forEach((key, value) -> {
            if (!value.equals(after.labels().get(key))) {
                throw new ProviderFailure(
                        ProviderFailure.Kind.REJECTED,
                        part.who() + ", changes the label '" + key + "', which was set before it");
            }
        });
        return new ProvisionRequest(
                after.token(),
                after.labels(),
                after.init(),
                after.logicalId(),
                after.index(),
                after.attachments().stream().distinct().toList(),
                after.properties());
    }

    @Override
    public boolean judges(JsonNode properties) {
        return parts(properties).stream().anyMatch(Part::judges);
    }

    @Override
    public Opinion healthy(JsonNode properties, Instance instance) {
        return Opinions.worst(parts(properties).stream().filter(Part::judges).toList(), instance);
    }

    @Override
    public boolean drains(JsonNode properties) {
        return parts(properties).stream().anyMatch(Part::drains);
    }

    @Override
    public Drain drain(JsonNode properties, Instance instance) {
        for (Part part : parts(properties).reversed()) {
            if (part.drains() && !drained.contains(instance, part)) {
                if (part.flavor().drain(part.properties(), instance) != Drain.DRAINED) {
                    return Drain.DRAINING;
                }
                drained.add(instance, part);
            }
        }
        drained.forget(instance, parts(properties));
        return Drain.DRAINED;
    }

    private List<Part> parts(JsonNode properties) {
        return Part.of(properties, known);
    }
}
