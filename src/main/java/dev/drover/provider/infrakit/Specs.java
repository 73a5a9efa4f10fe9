package dev.drover.provider.infrakit;

import dev.drover.infrakit.Shapes;
import dev.drover.infrakit.Shapes.InstanceSpec;
import dev.drover.provider.spi.Attachment;
import dev.drover.provider.spi.Labels;
import dev.drover.provider.spi.ProvisionRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A request as InfraKit has it, and back: one script instead of lines, tags instead of labels. */
final class Specs {
    private Specs() {}

    static InstanceSpec of(ProvisionRequest request) {
        return new InstanceSpec(
                request.properties(),
                new TreeMap<>(request.labels()),
                String.join("\n", request.init()),
                request.logicalId() == null ? null : request.logicalId().value(),
                request.attachments().isEmpty()
                        ? null
                        : request.attachments().stream()
                                .map(it -> new Shapes.Attachment(it.id(), it.type()))
                                .toList());
    }

    /**
     * What a flavor made of a request. Whose instance it is, and what was declared of it, stays as it was: a plugin that loses or
     * changes a tag would make an instance that nobody finds.
     */
    static ProvisionRequest prepared(ProvisionRequest request, InstanceSpec spec) {
        return new ProvisionRequest(
                request.token(),
                labels(request, spec),
                init(request, spec),
                request.logicalId(),
                request.index(),
                attachments(request, spec),
                Optional.ofNullable(spec.properties())
                        .filter(it -> !it.isNull())
                        .orElse(request.properties()));
    }

    private static Map<String, String> labels(ProvisionRequest request, InstanceSpec spec) {
        Map<String, String> labels = new HashMap<>();
        orEmpty(spec.tags()).forEach((key, value) -> {
            if (value != null && (!key.startsWith(Labels.PREFIX) || key.equals(Labels.SELF))) {
                labels.put(key, value);
            }
        });
        labels.putAll(request.labels());
        return labels;
    }

    /** Flavors put lines behind the script that they are given. One that did something else to it is taken at its word. */
    private static List<String> init(ProvisionRequest request, InstanceSpec spec) {
        String before = String.join("\n", request.init());
        String after = spec.init() == null ? "" : spec.init();
        if (!after.startsWith(before)) {
            return List.of(after);
        }
        String added = after.substring(before.length()).replaceFirst("^\n", "");
        List<String> lines = new ArrayList<>(request.init());
        if (!added.isEmpty()) {
            lines.add(added);
        }
        return lines;
    }

    private static List<Attachment> attachments(ProvisionRequest request, InstanceSpec spec) {
        List<Attachment> attachments = new ArrayList<>(request.attachments());
        List<Shapes.Attachment> answered = spec.attachments();
        if (answered == null) {
            return attachments;
        }
        answered.stream()
                .filter(Objects::nonNull)
                .map(it -> new Attachment(it.id(), it.type()))
                .filter(it -> !attachments.contains(it))
                .forEach(attachments::add);
        return attachments;
    }

    private static Map<String, String> orEmpty(@Nullable Map<String, String> tags) {
        return tags == null ? Map.of() : tags;
    }
}
