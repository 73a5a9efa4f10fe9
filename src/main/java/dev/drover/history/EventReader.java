package dev.drover.history;

import dev.drover.database.Rows;
import dev.drover.spec.GroupName;
import dev.drover.spec.MemberId;
import dev.drover.web.Page;
import dev.drover.web.Provenance;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads history. */
@Component
public class EventReader {
    private static final int WHOLE = 1000;
    /** A command's event has its own provenance, any other that of its declaration. */
    static final String SELECT = """
            select e.*, case when e.actor is null then d.provenance else e.provenance end as said
              from event e
              left join declaration d on d.group_id = e.group_id and d.generation = e.generation
            """;

    private final JdbcClient jdbc;

    EventReader(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Newest first. */
    Page<EventView> list(EventFilter filter, int limit, @Nullable String after) {
        Cursor last = Page.after(after, Cursor::parse).orElseGet(() -> Cursor.beginning(filter));
        List<Row> rows = jdbc.sql(SELECT + " where (e.at, e.tx, e.id) < (:at, :tx::xid8, :id) and " + filter.where()
                        + " order by e.at desc, e.tx desc, e.id desc limit :limit")
                .params(filter.parameters())
                .param("at", Rows.timestamp(last.at()))
                .param("tx", last.tx())
                .param("id", last.id())
                .param("limit", limit + 1)
                .query((row, number) -> row(row))
                .list();
        return Page.of(rows, limit, it -> it.cursor().toString(), Row::view);
    }

    /** One member's events, oldest first: the newest thousand. */
    public List<EventView> ofMember(long group, int member) {
        return jdbc.sql(
                        SELECT
                                + " where e.group_id = :group and e.member = :member order by e.tx desc, e.id desc limit :limit")
                .param("group", group)
                .param("member", member)
                .param("limit", WHOLE)
                .query((row, number) -> row(row).view())
                .list()
                .reversed();
    }

    private static Row row(ResultSet row) throws SQLException {
        EventView view = view(row);
        return new Row(new Cursor(view.at(), row.getString("tx"), row.getLong("id")), view);
    }

    /** A row of {@link #SELECT}. */
    static EventView view(ResultSet row) throws SQLException {
        long generation = row.getLong("generation");
        boolean ofNone = row.wasNull();
        return new EventView(
                Position.of(row.getString("tx"), row.getLong("id")).toString(),
                Objects.requireNonNull(Rows.instant(row, "at")),
                row.getString("type"),
                row.getString("group_name"),
                member(row),
                ofNone ? null : generation,
                row.getString("actor"),
                row.getString("message"),
                Rows.value(row.getString("said"), Provenance.class));
    }

    private static @Nullable String member(ResultSet row) throws SQLException {
        int member = row.getInt("member");
        boolean ofGroup = row.wasNull();
        String group = row.getString("group_name");
        return ofGroup || group == null ? null : new MemberId(new GroupName(group), member).toString();
    }

    private record Row(Cursor cursor, EventView view) {}

    /** Where a page ends. Events of one instant are in the order of the transactions that wrote them. */
    private record Cursor(Instant at, String tx, long id) {
        static final Cursor NEWEST =
                new Cursor(Instant.parse("9999-12-31T00:00:00Z"), "18446744073709551615", Long.MAX_VALUE);

        /** So that the index is entered where the answer begins, and not at the newest event of all. */
        static Cursor beginning(EventFilter filter) {
            return filter.until() == null ? NEWEST : new Cursor(filter.until(), "0", Long.MIN_VALUE);
        }

        static Cursor parse(String text) {
            int space = text.indexOf(' ');
            int dot = text.indexOf('.', space);
            Instant at = Instant.parse(text.substring(0, space));
            if (at.isAfter(NEWEST.at) || at.isBefore(Instant.EPOCH)) {
                throw new IllegalArgumentException("nothing happened then, and the database may not know that year");
            }
            return new Cursor(
                    at,
                    Long.toUnsignedString(Long.parseUnsignedLong(text.substring(space + 1, dot))),
                    Long.parseLong(text.substring(dot + 1)));
        }

        @Override
        public String toString() {
            return at + " " + tx + "." + id;
        }
    }
}
