package dev.drover.group;

import dev.drover.web.Provenance;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A group as it was, as the API shows it.
 *
 * @param state active, releasing or deleting
 * @param paused since when each paused process was: fill, shrink, repair, roll
 * @param generation the newest declaration then, which declared all up to {@code spec}
 * @param size how many members were declared
 * @param revision the machine template that was declared
 * @param provenance where the declaration comes from; null if nobody said
 * @param spec with its defaults
 * @param rollout the newest one then; null if there had been none
 * @param conditions those that held
 * @param members those that existed, by index
 * @param untold what history cannot tell of that instant, in sentences
 */
record PastGroupView(
        String name,
        Instant at,
        String state,
        Instant createdAt,
        Map<String, Instant> paused,
        long generation,
        int size,
        int revision,
        String declaredBy,
        Instant declaredAt,
        @Nullable Provenance provenance,
        @Schema(ref = "#/components/schemas/Group") JsonNode spec,
        @Nullable RolloutThen rollout,
        List<ConditionThen> conditions,
        List<MemberThen> members,
        List<String> untold) {

    /**
     * A rollout.
     *
     * @param from the revision that new members had before
     * @param revision the one that all members were to have
     * @param state running, paused, failed, succeeded or superseded; null if history does not tell
     * @param step canary, bake, promotion or roll; null if history does not tell
     * @param promoted whether new members had the revision without limit; null if history does not tell
     */
    record RolloutThen(
            long id,
            int from,
            int revision,
            @Nullable String state,
            @Nullable String step,
            @Nullable Boolean promoted,
            Instant startedAt) {}

    /** A condition that held, in the words that it was raised with. */
    record ConditionThen(String type, String reason, String message, Instant since) {}

    /**
     * A member that existed.
     *
     * @param logicalId a pet's identity; null for cattle
     * @param state creating, running or leaving
     * @param providerId its instance at its provider; null while it had none
     */
    record MemberThen(
            String id,
            int index,
            @Nullable String logicalId,
            int revision,
            String state,
            HealthThen health,
            String provider,
            @Nullable String providerId,
            Instant createdAt,
            String createdBecause) {}

    /** Healthy, unhealthy or unknown, as far as history tells; {@code since} is null where it does not. */
    record HealthThen(
            String status, String reason, @Nullable Instant since) {}
}
