package dev.drover.reconcile;

import dev.drover.database.Rows;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.spec.GroupName;
import dev.drover.spec.MemberId;
import dev.drover.web.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the journal for the API. */
@Component
class ActionReader {
    private final JdbcClient jdbc;

    ActionReader(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Those that were planned last come first.
     *
     * @param states as they are stored; empty for all
     * @param member a member's number; null for all
     */
    Page<ActionView> ofGroup(
            long group, Set<String> states, @Nullable Integer member, int limit, @Nullable String after) {
        Cursor last = Page.after(after, Cursor::parse).orElse(Cursor.NEWEST);
        List<ActionView> found = jdbc.sql("""
                select a.*, m.token, g.name
                  from action a
                  join member m on m.group_id = a.group_id and m.number = a.member
                  join fleet_group g on g.id = a.group_id
                 where a.group_id = :group
                   and (a.planned_at, a.id) < (:plannedAt, :id)
                   and (:anyState or a.state in (:states))
                   and (:member::integer is null or a.member = :member::integer)
                 order by a.planned_at desc, a.id desc limit :limit
                """)
                .param("group", group)
                .param("plannedAt", Rows.timestamp(last.plannedAt()))
                .param("id", last.id())
                .param("anyState", states.isEmpty())
                .param("states", states.isEmpty() ? Set.of("") : states)
                .param("member", member)
                .param("limit", limit + 1)
                .query((row, number) -> view(row))
                .list();
        return Page.of(found, limit, it -> new Cursor(it.plannedAt(), it.id()).toString(), it -> it);
    }

    private static ActionView view(ResultSet row) throws SQLException {
        long generation = row.getLong("generation");
        boolean ofNone = row.wasNull();
        return new ActionView(
                row.getObject("id", UUID.class),
                lowerCamel(row.getString("kind")),
                new MemberId(new GroupName(row.getString("name")), row.getInt("member")).toString(),
                lowerCamel(row.getString("state")),
                lowerCamel(row.getString("why")),
                row.getInt("attempts"),
                ofNone ? null : generation,
                row.getString("provider"),
                row.getObject("token", UUID.class),
                Objects.requireNonNull(Rows.instant(row, "planned_at")),
                Rows.instant(row, "called_at"),
                Rows.instant(row, "deadline"),
                Rows.instant(row, "closed_at"),
                error(row));
    }

    private static ActionView.@Nullable ActionError error(ResultSet row) throws SQLException {
        String message = row.getString("error");
        if (message == null) {
            return null;
        }
        // A pass that closes a call which nobody answered knows no kind.
        String kind =
                Objects.requireNonNullElse(row.getString("error_kind"), ProviderFailure.Kind.UNKNOWN_OUTCOME.name());
        return new ActionView.ActionError(lowerCamel(kind), message);
    }

    private static String lowerCamel(String constant) {
        StringBuilder text = new StringBuilder();
        for (String word : constant.toLowerCase(Locale.ROOT).split("_", -1)) {
            text.append(text.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return text.toString();
    }

    private record Cursor(Instant plannedAt, UUID id) {
        static final Cursor NEWEST = new Cursor(Instant.parse("9999-12-31T00:00:00Z"), new UUID(-1, -1));

        static Cursor parse(String text) {
            int space = text.indexOf(' ');
            Instant plannedAt = Instant.parse(text.substring(0, space));
            if (plannedAt.isAfter(NEWEST.plannedAt) || plannedAt.isBefore(Instant.EPOCH)) {
                throw new IllegalArgumentException("nothing was planned then, and the database may not know that year");
            }
            return new Cursor(plannedAt, UUID.fromString(text.substring(space + 1)));
        }

        @Override
        public String toString() {
            return plannedAt + " " + id;
        }
    }
}
