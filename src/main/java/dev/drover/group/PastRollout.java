package dev.drover.group;

import dev.drover.database.Rows;
import dev.drover.group.PastGroupView.RolloutThen;
import dev.drover.history.EventType;
import dev.drover.history.PastEvents;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** How far the newest rollout was: its row tells its beginning and its end, events what was in between. */
@Component
class PastRollout {
    private static final Set<EventType> TYPES = Set.of(
            EventType.ROLLOUT_STARTED,
            EventType.CANARY_PASSED,
            EventType.ROLLOUT_PROMOTED,
            EventType.ROLLOUT_PAUSED,
            EventType.ROLLOUT_RESUMED,
            EventType.ROLLOUT_FAILED,
            EventType.ROLLOUT_SUCCEEDED,
            EventType.ROLLOUT_SUPERSEDED);

    private final JdbcClient jdbc;
    private final PastEvents events;

    PastRollout(JdbcClient jdbc, PastEvents events) {
        this.jdbc = jdbc;
        this.events = events;
    }

    @Nullable
    RolloutThen at(long group, Instant at, List<String> untold) {
        return jdbc.sql("""
                        select *, ended_at <= :at and state not in ('RUNNING', 'PAUSED') as ended, step_since <= :at as at_step
                          from rollout where group_id = :group and started_at <= :at order by number desc limit 1
                        """)
                .param("group", group)
                .param("at", Rows.timestamp(at))
                .query((row, number) -> {
                    long id = row.getLong("number");
                    boolean over = row.getBoolean("ended");
                    Optional<JsonNode> told = over ? Optional.empty() : told(group, id, at);
                    if (!over && told.isEmpty()) {
                        untold.add(
                                "how far rollout " + id + " was: its events of that time are not kept, or words only");
                    }
                    return new RolloutThen(
                            id,
                            row.getInt("from_revision"),
                            row.getInt("revision"),
                            over ? lower(row.getString("state")) : text(told, "state"),
                            over || row.getBoolean("at_step") ? lower(row.getString("step")) : text(told, "step"),
                            over ? Boolean.valueOf(row.getBoolean("promoted")) : promoted(told),
                            Objects.requireNonNull(Rows.instant(row, "started_at")));
                })
                .optional()
                .orElse(null);
    }

    private Optional<JsonNode> told(long group, long rollout, Instant at) {
        return events.last(group, TYPES, at)
                .map(PastEvents.Told::data)
                .filter(it -> it.path("rollout").asLong() == rollout);
    }

    private static String lower(@Nullable String constant) {
        return Objects.requireNonNull(constant).toLowerCase(Locale.ROOT);
    }

    private static @Nullable String text(Optional<JsonNode> told, String field) {
        return told.map(it -> it.path(field).asString()).orElse(null);
    }

    private static @Nullable Boolean promoted(Optional<JsonNode> told) {
        return told.map(it -> it.path("promoted").asBoolean()).orElse(null);
    }
}
