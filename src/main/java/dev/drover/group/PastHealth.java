package dev.drover.group;

import dev.drover.database.Rows;
import dev.drover.group.PastGroupView.HealthThen;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A member's health, of a row of {@link PastMembers}: what its last event says, or its row where no event is kept. */
final class PastHealth {
    private static final String UNKNOWN = "unknown";

    private PastHealth() {}

    static HealthThen of(ResultSet row, Instant at, boolean bound, boolean probes) throws SQLException {
        if (!bound) {
            return new HealthThen(UNKNOWN, "it had no instance yet", null);
        }
        if (missing(row)) {
            return new HealthThen("unhealthy", text(row, "there_message"), Rows.instant(row, "there_at"));
        }
        String type = row.getString("said_type");
        return type == null ? ofRow(row, at, probes) : ofEvent(row, type, probes);
    }

    private static boolean missing(ResultSet row) throws SQLException {
        Instant said = Rows.instant(row, "said_at");
        Instant there = Rows.instant(row, "there_at");
        return "InstanceMissing".equals(row.getString("there_type"))
                && there != null
                && (said == null || !there.isBefore(said));
    }

    private static HealthThen ofEvent(ResultSet row, String type, boolean probes) throws SQLException {
        String stored = row.getString("said_data");
        JsonNode data = Rows.tree(stored == null ? "{}" : stored);
        Instant since = Rows.instant(row, "said_at");
        if (type.equals("InstanceStopped")) {
            return new HealthThen("unhealthy", text(row, "said_message"), since);
        }
        if (!type.equals("HealthChanged")) {
            return ofPhase(data.path("phase").asString("running"), since, probes);
        }
        return data.has("health")
                ? new HealthThen(
                        data.path("health").asString(), data.path("reason").asString(), since)
                : new HealthThen(UNKNOWN, "history has it in words only: " + text(row, "said_message"), since);
    }

    private static HealthThen ofPhase(String phase, @Nullable Instant since, boolean probes) {
        if (phase.equals("running")) {
            return probes
                    ? new HealthThen(UNKNOWN, "not probed yet", since)
                    : new HealthThen("healthy", "the instance is running", since);
        }
        return new HealthThen(phase.equals("starting") ? UNKNOWN : "unhealthy", "the instance is " + phase, since);
    }

    /** Whatever happened before is forgotten: the first event after tells what was before it, or there was none since. */
    private static HealthThen ofRow(ResultSet row, Instant at, boolean probes) throws SQLException {
        String was = row.getString("was");
        if (was != null) {
            return new HealthThen(was, "what made it so is longer ago than history is kept", null);
        }
        if (PastMembers.by(row, "probe_since", at)) {
            return new HealthThen(
                    text(row, "probe_status").toLowerCase(Locale.ROOT),
                    text(row, "probe_reason"),
                    Rows.instant(row, "probe_since"));
        }
        return PastMembers.by(row, "phase_since", at)
                ? ofPhase(text(row, "phase").toLowerCase(Locale.ROOT), Rows.instant(row, "phase_since"), probes)
                : new HealthThen(UNKNOWN, "history does not tell", null);
    }

    private static String text(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getString(column));
    }
}
