package dev.drover.infrakit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What goes over the wire. Null, a missing field and an empty list or map are the same to whoever reads. */
public final class Shapes {
    private Shapes() {}

    /**
     * What an instance is to be.
     *
     * @param init one script, run when it starts
     * @param logicalId null for cattle
     */
    public record InstanceSpec(
            @JsonProperty("Properties") @Nullable JsonNode properties,
            @JsonProperty("Tags") @Nullable Map<String, String> tags,
            @JsonProperty("Init") @Nullable String init,
            @JsonProperty("LogicalID") @Nullable String logicalId,
            @JsonProperty("Attachments") @Nullable List<Attachment> attachments) {}

    /** What follows a pet from one instance to the next. */
    public record Attachment(
            @JsonProperty("ID") String id,
            @JsonProperty("Type") String type) {}

    /**
     * An instance that exists.
     *
     * @param properties only where they were asked for
     */
    public record Description(
            @JsonProperty("ID") String id,
            @JsonProperty("LogicalID") @Nullable String logicalId,
            @JsonProperty("Tags") @Nullable Map<String, String> tags,

            @JsonProperty("Properties") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            JsonNode properties) {}

    /**
     * How many, or which.
     *
     * @param logicalIds those of pets; null or empty for cattle
     */
    public record Allocation(
            @JsonProperty("Size") int size,
            @JsonProperty("LogicalIDs") @Nullable List<String> logicalIds) {}

    /** Where in its group an instance is. */
    public record Index(
            @JsonProperty("Group") String group,
            @JsonProperty("Sequence") int sequence) {}

    /** A plugin and what it is told. */
    public record PluginSpec(
            @JsonProperty("Plugin") @Nullable String plugin,
            @JsonProperty("Properties") @Nullable JsonNode properties) {}

    /**
     * How a group is updated.
     *
     * @param duration a Go duration: how long an instance has to be healthy before the next is replaced; {@code 0s} for not at all
     * @param count how many health checks in a row have to succeed, otherwise
     * @param skipBeforeInstanceDestroy {@code drain} where instances are destroyed without a drain
     */
    public record Updating(
            @JsonProperty("Duration") @Nullable String duration,
            @JsonProperty("Count") int count,

            @JsonProperty("SkipBeforeInstanceDestroy") @Nullable
            String skipBeforeInstanceDestroy) {}

    /** What a group is to be. */
    public record GroupProperties(
            @JsonProperty("Instance") @Nullable PluginSpec instance,
            @JsonProperty("Flavor") @Nullable PluginSpec flavor,
            @JsonProperty("Allocation") @Nullable Allocation allocation,
            @JsonProperty("Updating") @Nullable Updating updating) {}

    /** A group as {@code commit-group} writes it. */
    public record GroupSpec(
            @JsonProperty("ID") @Nullable String id,
            @JsonProperty("Properties") @Nullable GroupProperties properties) {}

    /** Who an object is. */
    public record Metadata(
            @JsonProperty("id") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String id,

            @JsonProperty("name") @Nullable String name,
            @JsonProperty("tags") @Nullable Map<String, String> tags) {}

    /**
     * Any declared thing, as {@code commit} writes it.
     *
     * @param kind {@code group} for groups
     * @param state only in answers
     */
    public record ObjectSpec(
            @JsonProperty("kind") @Nullable String kind,
            @JsonProperty("version") @Nullable String version,
            @JsonProperty("metadata") @Nullable Metadata metadata,
            @JsonProperty("properties") @Nullable JsonNode properties,

            @JsonProperty("options") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            JsonNode options,

            @JsonProperty("state") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            JsonNode state) {}
}
