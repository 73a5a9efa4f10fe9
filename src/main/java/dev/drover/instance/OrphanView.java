package dev.drover.instance;

import dev.drover.database.Rows;
import io.swagger.v3.oas.annotations.media.Schema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of an instance that should not be there.
 *
 * @param state quarantined: it is left alone; planned, called, done, failed or unknown: how far its destroy is, which is done when the
 *     provider agreed, and called again if it is there still
 * @param because why it should not be there, or that nobody knows
 * @param since when it was seen first
 * @param attempts how often its destroy was called
 * @param error what came of the last call, in the provider's words; null if it went well, or there was none
 */
record OrphanView(
        @Schema(allowableValues = {"quarantined", "planned", "called", "done", "failed", "unknown"})
        String state,

        String because,
        Instant since,
        int attempts,
        @Nullable String error) {

    static @Nullable OrphanView of(ResultSet row) throws SQLException {
        String state = row.getString("orphan_state");
        return state == null
                ? null
                : new OrphanView(
                        state.toLowerCase(Locale.ROOT),
                        row.getString("because"),
                        Objects.requireNonNull(Rows.instant(row, "first_seen")),
                        row.getInt("attempts"),
                        row.getString("error"));
    }
}
