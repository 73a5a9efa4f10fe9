package dev.drover.provider.simulator;

import dev.drover.database.Rows;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.Token;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * An instance, with the instants of its life. What it is like at any time follows from them.
 *
 * @param health what its properties want; null if the knobs decide
 * @param diesAt null: never
 * @param vanishes whether nothing is left of it when it dies
 * @param goneAt from when on it does not exist; null while that is not known
 */
record StoredInstance(
        ProviderId id,
        Token token,
        Map<String, String> labels,
        @Nullable String health,
        Instant madeAt,
        Instant runsAt,
        @Nullable Instant diesAt,
        boolean vanishes,
        boolean killed,
        @Nullable Instant goneAt) {
    static final String COLUMNS = "id, token, labels, health, made_at, runs_at, dies_at, vanishes, killed, gone_at";

    private static final ObjectReader LABELS = JsonMapper.shared().readerForMapOf(String.class);
    private static final List<String> LOOPBACK = List.of("127.0.0.1");

    static StoredInstance of(ResultSet row) throws SQLException {
        return new StoredInstance(
                new ProviderId(row.getString("id")),
                new Token(row.getString("token")),
                LABELS.readValue(row.getString("labels")),
                row.getString("health"),
                instant(row, "made_at"),
                instant(row, "runs_at"),
                Rows.instant(row, "dies_at"),
                row.getBoolean("vanishes"),
                row.getBoolean("killed"),
                Rows.instant(row, "gone_at"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(Rows.instant(row, column));
    }

    boolean isGone(Instant now) {
        return isOver(goneAt, now);
    }

    /** Listings that lag show what is gone as it was. */
    Phase phase(Instant now) {
        if (isDead(now)) {
            return Phase.STOPPED;
        }
        return now.isBefore(runsAt) ? Phase.STARTING : Phase.RUNNING;
    }

    Instance shown(Instant now, Map<String, Integer> ports) {
        return new Instance(id, token, labels, phase(now), LOOPBACK, ports, detail(now));
    }

    private @Nullable String detail(Instant now) {
        if (isDead(now)) {
            return killed ? "it was killed (simulated)" : "it died by itself (simulated)";
        }
        return goneAt != null && !vanishes ? "stopping" : null;
    }

    private boolean isDead(Instant now) {
        return !vanishes && isOver(diesAt, now);
    }

    private static boolean isOver(@Nullable Instant end, Instant now) {
        return end != null && !end.isAfter(now);
    }
}
