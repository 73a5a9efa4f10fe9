package dev.drover.provider.infrakit;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.drover.infrakit.Shapes.Allocation;
import dev.drover.infrakit.Shapes.Description;
import dev.drover.infrakit.Shapes.Index;
import dev.drover.infrakit.Shapes.InstanceSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The questions to instance and flavor plugins, and their answers. {@code Type} is the object within the plugin. */
final class Messages {
    private Messages() {}

    record Validate(
            @JsonProperty("Type") String type,
            @JsonProperty("Properties") JsonNode properties) {}

    record Provision(
            @JsonProperty("Type") String type,
            @JsonProperty("Spec") InstanceSpec spec) {}

    record Label(
            @JsonProperty("Type") String type,
            @JsonProperty("Instance") String instance,
            @JsonProperty("Labels") Map<String, String> labels) {}

    record Destroy(
            @JsonProperty("Type") String type,
            @JsonProperty("Instance") String instance,
            @JsonProperty("Context") Context context) {}

    record Context(@JsonProperty("Reason") String reason) {}

    record DescribeInstances(
            @JsonProperty("Type") String type,
            @JsonProperty("Tags") Map<String, String> tags,
            @JsonProperty("Properties") boolean properties) {}

    record ValidateFlavor(
            @JsonProperty("Type") String type,
            @JsonProperty("Properties") JsonNode properties,
            @JsonProperty("Allocation") Allocation allocation) {}

    record Prepare(
            @JsonProperty("Type") String type,
            @JsonProperty("Properties") JsonNode properties,
            @JsonProperty("Spec") InstanceSpec spec,
            @JsonProperty("Allocation") Allocation allocation,
            @JsonProperty("Index") Index index) {}

    /** For both {@code Flavor.Healthy} and {@code Flavor.Drain}. */
    record OfInstance(
            @JsonProperty("Type") String type,
            @JsonProperty("Properties") JsonNode properties,
            @JsonProperty("Instance") Description instance) {}

    /** That it went well; the Go client looks for nothing in it either. */
    record Done() {}

    record Provisioned(@JsonProperty("ID") @Nullable String id) {}

    record Described(@JsonProperty("Descriptions") @Nullable List<Description> descriptions) {}

    record Prepared(@JsonProperty("Spec") @Nullable InstanceSpec spec) {}

    record Health(@JsonProperty("Health") int health) {}
}
