package dev.drover.provider;

import dev.drover.provider.spi.Capabilities;
import dev.drover.spec.Durations;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A provider as the API shows it.
 *
 * @param schema the JSON Schema of {@code instance.properties}; null if it is not configured on this replica
 * @param lastObservation null before the first listing
 * @param permits how many calls this replica may make at once; null if it makes none
 * @param throttledUntil until when it wants to be left alone; null if it does not
 * @param host the name of the host that its instances belong to; null if they belong to none
 * @param replicas those that live and have it configured, this one first
 * @param nowhereSince since when no living replica has it configured; null if one has
 * @param awaySince since when no replica lives on its host; null if one does, or if it belongs to none
 * @param discovered how this replica found it; null if it is configured, or was found by others
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
        CallStatistics calls,
        @Nullable String host,
        List<ReplicaView> replicas,
        @Nullable Instant nowhereSince,
        @Nullable Instant awaySince,
        @Nullable DiscoveredView discovered) {
    ProviderView {
        replicas = List.copyOf(replicas);
    }

    /**
     * A replica, as it says of itself every few seconds.
     *
     * @param id new at every start
     * @param host the name of the machine that it runs on
     * @param here whether it is the one that answers
     */
    record ReplicaView(String id, String host, Instant since, Instant saidAt, boolean here) {
        static ReplicaView of(Replicas.Living it) {
            return new ReplicaView(it.id(), it.host(), it.since(), it.saidAt(), it.here());
        }
    }

    /**
     * A provider in a list. {@code capabilities} names what it can do.
     *
     * @param discovered how this replica found it; null if it is configured, or was found by others
     */
    record ProviderSummary(
            String name,
            String type,
            List<String> capabilities,
            Health health,
            @Nullable DiscoveredView discovered) {}

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

    /**
     * How it is, and a sentence. Seen from this replica it is {@code ok}, {@code failing} or {@code elsewhere}; from all of them,
     * it is {@code missing} if none has it configured, and {@code away} if none lives on its host.
     */
    record Health(
            @Schema(allowableValues = {"ok", "failing", "elsewhere", "missing", "away"})
            String status,

            String reason) {}

    /**
     * The last listing, on whichever replica.
     *
     * @param attempted when the last one began, good or not
     * @param begun when the last good one began; null if there was none
     * @param took how long that took
     * @param interval how often it is listed
     * @param age how long ago the last good one began
     * @param lag the same in intervals: up to 3 it proves something, unless one takes longer than an interval
     * @param error what went wrong with the last one; null if it was whole
     */
    record Observation(
            Instant attempted,
            @Nullable Instant begun,
            @Nullable String took,
            String interval,
            @Nullable String age,
            @Nullable Double lag,
            @Nullable String error) {}

    /** How many calls may be made at once, and how many more just now. */
    record Permits(int limit, int free) {}

    /**
     * The calls in the journal, of all replicas, and those made by hand; {@code succeeded} and {@code failed} within the last hour.
     *
     * @param inFlightByKind what {@code inFlight} consists of
     * @param inFlightHere those of them that this replica makes for groups
     * @param failures how often each kind of failure was answered within the last hour; kinds without any are left out
     */
    record CallStatistics(
            long planned,
            long inFlight,
            long unknown,
            long succeeded,
            long failed,
            Kinds inFlightByKind,
            Kinds inFlightHere,
            Map<String, Long> failures) {
        CallStatistics {
            failures = Collections.unmodifiableMap(new TreeMap<>(failures));
        }
    }

    /** How many calls of each kind. */
    record Kinds(long provision, long drain, long label, long destroy) {}
}
