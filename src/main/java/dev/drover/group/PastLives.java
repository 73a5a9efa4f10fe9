package dev.drover.group;

import static dev.drover.web.ProblemType.NOT_FOUND;

import dev.drover.database.Rows;
import dev.drover.spec.GroupName;
import dev.drover.spec.GroupProcess;
import dev.drover.web.Problem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The groups that had a name, one after the other. */
@Component
class PastLives {
    private final JdbcClient jdbc;

    PastLives(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The one that lived at this instant.
     *
     * @throws Problem if there was none
     */
    Life at(GroupName name, Instant at) {
        List<Life> lives = jdbc.sql("""
                select g.*, s.status from fleet_group g left join group_status s on s.group_id = g.id
                 where g.name = :name order by g.id
                """)
                .param("name", name.value())
                .query((row, number) -> Life.of(row))
                .list();
        return lives.stream().filter(it -> it.at(at)).findFirst().orElseThrow(() -> none(name, at, lives));
    }

    private static Problem none(GroupName name, Instant at, List<Life> lives) {
        if (lives.isEmpty()) {
            return new Problem(NOT_FOUND, "there is and was no group '" + name + "'; GET /v1/groups lists them");
        }
        StringBuilder sentence = new StringBuilder("there was no group '" + name + "' at " + at);
        lives.stream()
                .filter(it -> !it.createdAt().isAfter(at))
                .reduce((first, second) -> second)
                .ifPresent(it -> sentence.append(": one was deleted at ").append(it.deletedAt()));
        lives.stream()
                .filter(it -> it.createdAt().isAfter(at))
                .findFirst()
                .ifPresent(it -> sentence.append(
                                it.deletedAt() == null ? ": there is one since " : ": there was one from ")
                        .append(it.createdAt())
                        .append(it.deletedAt() == null ? "" : " to " + it.deletedAt()));
        return new Problem(NOT_FOUND, sentence.toString());
    }

    /**
     * A group as it is now, or was in the end.
     *
     * @param paused since when each paused process is
     * @param status null before its first pass
     */
    record Life(
            long id,
            FleetGroup.State state,
            Instant createdAt,
            @Nullable Instant deletedAt,
            Map<GroupProcess, Instant> paused,
            @Nullable GroupStatus status) {

        static Life of(ResultSet row) throws SQLException {
            Map<GroupProcess, Instant> paused = new EnumMap<>(GroupProcess.class);
            for (GroupProcess process : GroupProcess.values()) {
                Instant since = Rows.instant(row, process.text() + "_paused_at");
                if (since != null) {
                    paused.put(process, since);
                }
            }
            return new Life(
                    row.getLong("id"),
                    FleetGroup.State.valueOf(row.getString("state")),
                    Objects.requireNonNull(Rows.instant(row, "created_at")),
                    Rows.instant(row, "deleted_at"),
                    paused,
                    Rows.value(row.getString("status"), GroupStatus.class));
        }

        boolean at(Instant instant) {
            return !createdAt.isAfter(instant) && (deletedAt == null || deletedAt.isAfter(instant));
        }
    }
}
