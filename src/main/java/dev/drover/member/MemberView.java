package dev.drover.member;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.drover.history.EventView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A member as the API shows it.
 *
 * @param logicalId a pet's identity; null for cattle
 * @param phase starting, running, stopped or gone; null while it has no instance
 * @param providerId its instance at its provider; null while it has none
 * @param held nobody repairs it, rolls it or takes it away
 * @param shielded its instance is not taken away while it exists
 * @param readySince when it had been healthy for long enough; null while it is not ready
 * @param createdBecause why it was made
 * @param endedBecause why it was taken away; null while it stays
 */
record MemberView(
        String id,
        String group,
        int index,
        @Nullable String logicalId,
        int revision,
        String state,
        @Nullable String phase,
        HealthView health,
        String provider,
        @Nullable String providerId,
        List<String> addresses,
        Map<String, Integer> ports,
        Map<String, String> labels,
        boolean held,
        @JsonProperty("protected") boolean shielded,
        Instant createdAt,
        @Nullable Instant boundAt,
        @Nullable Instant readySince,
        @Nullable Instant leavingSince,
        @Nullable Instant endedAt,
        String createdBecause,
        @Nullable String endedBecause,
        @Nullable String replaces,
        @Nullable String replacedBy) {

    /** Healthy, unhealthy or unknown; {@code since} is null while there is no instance. */
    record HealthView(
            String status, String reason, @Nullable Instant since) {}

    /** A member with everything that happened to it, oldest first. */
    record WithHistory(MemberView member, List<EventView> history) {}
}
