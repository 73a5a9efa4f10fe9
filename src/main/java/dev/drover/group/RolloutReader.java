package dev.drover.group;

import static dev.drover.web.ProblemType.MALFORMED;
import static dev.drover.web.ProblemType.NOT_FOUND;

import dev.drover.database.Rows;
import dev.drover.web.Page;
import dev.drover.web.Problem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads rollouts for the API. */
@Component
class RolloutReader {
    private final JdbcClient jdbc;

    RolloutReader(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Newest first. */
    Page<RolloutView> ofGroup(long group, int limit, @Nullable String after) {
        long before = Page.after(after, Long::parseLong).orElse(Long.MAX_VALUE);
        List<RolloutView> found = jdbc.sql("""
                select * from rollout where group_id = :group and number < :before order by number desc limit :limit
                """)
                .param("group", group)
                .param("before", before)
                .param("limit", limit + 1)
                .query((row, number) -> view(row))
                .list();
        return Page.of(found, limit, it -> String.valueOf(it.id()), it -> it);
    }

    /**
     * One rollout.
     *
     * @throws Problem if there is no such rollout
     */
    RolloutView rollout(long group, String id) {
        return jdbc.sql("select * from rollout where group_id = :group and number = :number")
                .param("group", group)
                .param("number", number(id))
                .query((row, number) -> view(row))
                .optional()
                .orElseThrow(() -> new Problem(
                        NOT_FOUND, "the group has no rollout " + id + "; GET /v1/groups/{name}/rollouts lists them"));
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new Problem(MALFORMED, "a rollout is a whole number like 2");
        }
    }

    private static RolloutView view(ResultSet row) throws SQLException {
        String state = Objects.requireNonNull(row.getString("state"));
        boolean underWay = state.equals("RUNNING") || state.equals("PAUSED");
        String because = Objects.requireNonNull(row.getString("because"));
        return new RolloutView(
                row.getLong("number"),
                row.getInt("from_revision"),
                row.getInt("revision"),
                state.toLowerCase(Locale.ROOT),
                Objects.requireNonNull(row.getString("step")).toLowerCase(Locale.ROOT),
                instant(row, "step_since"),
                instant(row, "started_at"),
                instant(row, "progress_at"),
                row.getBoolean("promoted"),
                underWay ? null : instant(row, "ended_at"),
                because.isEmpty() ? null : because);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(Rows.instant(row, column));
    }
}
