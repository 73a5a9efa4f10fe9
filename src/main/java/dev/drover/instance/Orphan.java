package dev.drover.instance;

import dev.drover.database.Rows;
import dev.drover.instance.Suspicion.What;
import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.Token;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row of the machines that are no living member's, which is the journal of their destroys, too.
 *
 * @param token as it carries it; empty if it carries none
 * @param firstSeen when it was seen first: it may be younger than the beginning of the listing that showed it
 * @param lackedAt when the first of the whole listings began that showed nothing at all; null if the last one showed something
 * @param closedAt when its destroy was answered last; null while it is called, or never was
 */
record Orphan(
        String provider,
        String id,
        String token,
        Suspicion suspicion,
        State state,
        Instant firstSeen,
        @Nullable Instant lackedAt,
        int attempts,
        @Nullable Instant closedAt) {

    static Orphan of(ResultSet row) throws SQLException {
        long group = row.getLong("group_id");
        @Nullable Long known = row.wasNull() ? null : group;
        int number = row.getInt("member");
        @Nullable Integer member = row.wasNull() ? null : number;
        return new Orphan(
                row.getString("provider"),
                row.getString("provider_id"),
                row.getString("token"),
                new Suspicion(What.valueOf(row.getString("what")), known, member, row.getString("because")),
                State.valueOf(row.getString("state")),
                Objects.requireNonNull(Rows.instant(row, "first_seen")),
                Rows.instant(row, "lacked_at"),
                row.getInt("attempts"),
                Rows.instant(row, "closed_at"));
    }

    Key key() {
        return new Key(id, token);
    }

    ProviderId instance() {
        return new ProviderId(id);
    }

    /** Only of one that is to be destroyed: those without a token never are. */
    Token carried() {
        return new Token(token);
    }

    /** Whether a look that began then shows that an answered destroy has not come true. */
    boolean outlives(Instant seen, Duration window) {
        return state == State.DONE && closedAt != null && !seen.isBefore(closedAt.plus(window));
    }

    String name() {
        return id + " at " + provider;
    }

    /** Ids are used again: a machine is known by its id and its token. */
    record Key(String id, String token) {
        /** What an index of the database can hold. */
        private static final int LONGEST = 500;

        boolean storable() {
            return storable(id) && storable(token);
        }

        private static boolean storable(String text) {
            return text.length() <= LONGEST && text.indexOf('\0') < 0;
        }
    }

    /** {@code QUARANTINED → PLANNED → CALLED → DONE | FAILED | UNKNOWN}, and each of these is called again while it is there. */
    enum State {
        QUARANTINED,
        PLANNED,
        CALLED,
        DONE,
        FAILED,
        UNKNOWN
    }
}
