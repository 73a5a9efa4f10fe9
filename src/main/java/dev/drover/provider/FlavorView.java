package dev.drover.provider;

import dev.drover.provider.spi.Attachment;
import dev.drover.provider.spi.FlavorProvider;
import dev.drover.provider.spi.ProvisionRequest;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A flavor as the API shows it.
 *
 * @param schema the JSON Schema of {@code flavor.properties}
 * @param discovered how this replica found it; null if it is configured
 */
record FlavorView(
        String name,
        String type,

        @Schema(ref = "#/components/schemas/JsonSchema") JsonNode schema,

        @Nullable DiscoveredView discovered) {

    /**
     * A flavor in a list.
     *
     * @param discovered how this replica found it; null if it is configured
     */
    record FlavorSummary(String name, String type, @Nullable DiscoveredView discovered) {}

    /** What a provider would be asked for, without secrets. {@code logicalId} is null for cattle. */
    record Prepared(
            @Schema(ref = "#/components/schemas/Properties") JsonNode properties,
            Map<String, String> labels,
            List<String> init,
            @Nullable String logicalId,
            int index,
            List<Attachment> attachments) {
        static Prepared of(ProvisionRequest it) {
            return new Prepared(
                    Redacted.of(it.properties()),
                    Redacted.of(it.labels()),
                    Redacted.of(it.init()),
                    it.logicalId() == null ? null : it.logicalId().value(),
                    it.index(),
                    it.attachments());
        }
    }

    /** What the flavor thinks of an instance; {@code reason} is null if it is healthy. */
    record Judged(
            @Schema(allowableValues = {"healthy", "unhealthy", "unknown", "noOpinion"})
            String health,

            @Nullable String reason) {
        static Judged of(FlavorProvider.Opinion opinion) {
            return switch (opinion) {
                case FlavorProvider.Opinion.Healthy() -> new Judged("healthy", null);
                case FlavorProvider.Opinion.Unhealthy(String reason) -> new Judged("unhealthy", reason);
                case FlavorProvider.Opinion.Unknown(String reason) -> new Judged("unknown", reason);
                case FlavorProvider.Opinion.None() -> new Judged("noOpinion", "this flavor does not judge health");
            };
        }
    }
}
