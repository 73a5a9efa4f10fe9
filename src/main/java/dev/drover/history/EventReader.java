package dev.drover.history;

import dev.drover.database.Rows;
import dev.drover.spec.GroupName;
import dev.drover.spec.MemberId;
import dev.drover.web.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads history. */
@Component
public class EventReader {
    private static final int WHOLE = 1000;

    private final JdbcClient jdbc;

    EventReader(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The newest group of this name, deleted or not: what happened to it is asked for most when it is gone. */
    Optional<Long> group(String name) {
        return jdbc.sql("select max(id) from fleet_group where name = :name")
                .param("name", name)
                .query(Long.class)
                .optional();
    }

    /** A group's events, newest first. */
    Page<EventView> ofGroup(long group, int limit, @Nullable String after) {
        Cursor last = Page.after(after, Cursor::parse).orElse(Cursor.NEWEST);
        List<Row> rows = jdbc.sql("""
                select * from event
                 where group_id = :group and (tx, id) < (:tx::xid8, :id)
                 order by tx desc, id desc limit :limit
                """)
                .param("group", group)
                .param("tx", last.tx())
                .param("id", last.id())
                .param("limit", limit + 1)
                .query((row, number) -> row(row))
                .list();
        return Page.of(rows, limit, it -> it.cursor().toString(), Row::view);
    }

    /** One member's events, oldest first. */
    public List<EventView> ofMember(long group, int member) {
        return jdbc.sql("""
                select * from event where group_id = :group and member = :member order by tx, id limit :limit
                """)
                .param("group", group)
                .param("member", member)
                .param("limit", WHOLE)
                .query((row, number) -> row(row).view())
                .list();
    }

    private static Row row(ResultSet row) throws SQLException {
        int member = row.getInt("member");
        boolean ofGroup = row.wasNull();
        long generation = row.getLong("generation");
        boolean ofNone = row.wasNull();
        String group = row.getString("group_name");
        Cursor cursor = new Cursor(row.getString("tx"), row.getLong("id"));
        return new Row(
                cursor,
                new EventView(
                        cursor.toString(),
                        Objects.requireNonNull(Rows.instant(row, "at")),
                        row.getString("type"),
                        group,
                        ofGroup ? null : new MemberId(new GroupName(group), member).toString(),
                        ofNone ? null : generation,
                        row.getString("actor"),
                        row.getString("message")));
    }

    private record Row(Cursor cursor, EventView view) {}

    /** Events are ordered by the transaction that wrote them, so that a reader never skips one that committed late. */
    private record Cursor(String tx, long id) {
        static final Cursor NEWEST = new Cursor("18446744073709551615", Long.MAX_VALUE);

        static Cursor parse(String text) {
            int dot = text.indexOf('.');
            return new Cursor(
                    Long.toUnsignedString(Long.parseUnsignedLong(text.substring(0, dot))),
                    Long.parseLong(text.substring(dot + 1)));
        }

        @Override
        public String toString() {
            return tx + "." + id;
        }
    }
}
