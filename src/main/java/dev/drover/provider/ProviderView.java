package dev.drover.provider;

import dev.drover.provider.spi.Capabilities;
import dev.drover.spec.Durations;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A provider as the API shows it.
 *
 * @param schema the JSON Schema of {@code instance.properties}; null if it is not configured on this replica
 * @param lastObservation null before the first listing
 * @param permits how many calls this replica may make at once; null if it makes none
 * @param throttledUntil until when it wants to be left alone; null if it does not
 */
record ProviderView(
        String name,
        String type,
        CapabilitiesView capabilities,

        @Schema(ref = "#/components/schemas/JsonSchema") @Nullable
        JsonNode schema,

        Health health,
        @Nullable Observation lastObservation,
        @Nullable Permits permits,
        @Nullable Instant throttledUntil,
        CallStatistics calls) {

    /** A provider in a list. {@code capabilities} names what it can do. */
    record ProviderSummary(String name, String type, List<String> capabilities, Health health) {}

    /** What it can do, see the provider's interface. Durations are in their short form. */
    record CapabilitiesView(
            boolean idempotentCreate,
            boolean labels,
            boolean unlabel,
            boolean watch,
            boolean hostBound,
            boolean attachments,
            String createTimeout,
            String consistencyWindow,
            int maxConcurrentCalls) {
        static CapabilitiesView of(Capabilities it) {
            return new CapabilitiesView(
                    it.idempotentCreate(),
                    it.labels(),
                    it.unlabel(),
                    it.watch(),
                    it.hostBound(),
                    it.attachments(),
                    Durations.format(it.createTimeout()),
                    Durations.format(it.consistencyWindow()),
                    it.maxConcurrentCalls());
        }
    }

    /** How it is, seen from this replica: {@code ok}, {@code failing} or {@code elsewhere}, and a sentence. */
    record Health(
            @Schema(allowableValues = {"ok", "failing", "elsewhere"})
            String status,

            String reason) {}

    /**
     * The last listing, on whichever replica.
     *
     * @param attempted when the last one began, good or not
     * @param begun when the last good one began; null if there was none
     * @param took how long that took
     * @param interval how often it is listed
     * @param error what went wrong with the last one; null if nothing did
     */
    record Observation(
            Instant attempted,
            @Nullable Instant begun,
            @Nullable String took,
            String interval,
            @Nullable String error) {}

    /** How many calls may be made at once, and how many more just now. */
    record Permits(int limit, int free) {}

    /** The calls in the journal, of all replicas; {@code succeeded} and {@code failed} within the last hour. */
    record CallStatistics(long planned, long inFlight, long unknown, long succeeded, long failed) {}
}
