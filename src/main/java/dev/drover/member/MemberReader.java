package dev.drover.member;

import dev.drover.database.Rows;
import dev.drover.spec.GroupName;
import dev.drover.spec.MemberId;
import dev.drover.spec.UpdatePolicy;
import dev.drover.web.Page;
import dev.drover.work.DatabaseClock;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads members for the API. */
@Component
class MemberReader {
    private static final String SELECT = """
            select m.*, g.name, %s as probed, d.spec #>> '{update,minReady}' as min_ready,
                   p.nowhere_since, p.away_since, p.host_name
              from member m
              left join provider_state p on p.name = m.provider
              join fleet_group g on g.id = m.group_id
              join declaration d on d.group_id = g.id and d.generation = g.generation
            """.formatted(Probed.SQL);

    private final JdbcClient jdbc;
    private final DatabaseClock clock;

    MemberReader(JdbcClient jdbc, DatabaseClock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The group of this name that is not deleted. */
    Optional<Long> group(String name) {
        return jdbc.sql("select id from fleet_group where name = :name and state <> 'DELETED'")
                .param("name", name)
                .query(Long.class)
                .optional();
    }

    /** Newest first. */
    Page<MemberView> ofGroup(long group, boolean ended, int limit, @Nullable String after) {
        Cursor last = Page.after(after, Cursor::parse).orElse(Cursor.NEWEST);
        Instant now = clock.now();
        List<MemberView> found = jdbc.sql(SELECT + """
                 where m.group_id = :group and (:ended or m.state <> 'ENDED')
                   and (m.created_at, m.number) < (:createdAt, :number)
                 order by m.created_at desc, m.number desc limit :limit
                """)
                .param("group", group)
                .param("ended", ended)
                .param("createdAt", Rows.timestamp(last.createdAt()))
                .param("number", last.number())
                .param("limit", limit + 1)
                .query((row, number) -> view(row, now))
                .list();
        return Page.of(found, limit, it -> Cursor.of(it).toString(), it -> it);
    }

    /** The newest member of this id: groups that were deleted had members too. */
    Optional<Found> member(MemberId id) {
        Instant now = clock.now();
        return jdbc.sql(SELECT + " where g.name = :name and m.number = :number order by m.group_id desc limit 1")
                .param("name", id.group().value())
                .param("number", id.number())
                .query((row, number) -> new Found(row.getLong("group_id"), view(row, now)))
                .optional();
    }

    record Found(long group, MemberView view) {}

    private static MemberView view(ResultSet row, Instant now) throws SQLException {
        GroupName group = new GroupName(row.getString("name"));
        MemberView.HealthView health = ViewedHealth.of(row, now);
        return new MemberView(
                new MemberId(group, row.getInt("number")).toString(),
                group.value(),
                row.getInt("member_index"),
                row.getString("logical_id"),
                row.getInt("revision"),
                lower(row.getString("state")),
                row.getString("phase") == null ? null : lower(row.getString("phase")),
                health,
                row.getString("provider"),
                row.getString("provider_id"),
                Rows.list(Objects.requireNonNull(row.getString("addresses")), String.class),
                ports(row),
                labels(row),
                row.getBoolean("held"),
                row.getBoolean("protected"),
                Objects.requireNonNull(Rows.instant(row, "created_at")),
                Rows.instant(row, "bound_at"),
                readySince(row, health, now),
                Rows.instant(row, "leaving_since"),
                Rows.instant(row, "ended_at"),
                row.getString("created_because"),
                row.getString("leaving_because") == null
                        ? row.getString("ended_because")
                        : row.getString("leaving_because"),
                other(group, row, "replaces"),
                other(group, row, "replaced_by"));
    }

    private static @Nullable Instant readySince(ResultSet row, MemberView.HealthView health, Instant now)
            throws SQLException {
        if (!row.getString("state").equals("RUNNING") || !health.status().equals("healthy") || health.since() == null) {
            return null;
        }
        Instant ready = health.since().plus(UpdatePolicy.minReady(row.getString("min_ready")));
        return ready.isAfter(now) ? null : ready;
    }

    private static Map<String, Integer> ports(ResultSet row) throws SQLException {
        Map<String, Integer> ports = new TreeMap<>();
        Rows.tree(Objects.requireNonNull(row.getString("ports")))
                .forEachEntry((name, port) -> ports.put(name, port.intValue()));
        return ports;
    }

    private static Map<String, String> labels(ResultSet row) throws SQLException {
        Map<String, String> labels = new TreeMap<>();
        Rows.tree(Objects.requireNonNull(row.getString("labels")))
                .forEachEntry((key, value) -> labels.put(key, value.asString()));
        return labels;
    }

    private static @Nullable String other(GroupName group, ResultSet row, String column) throws SQLException {
        int number = row.getInt(column);
        return row.wasNull() ? null : new MemberId(group, number).toString();
    }

    static String lower(String constant) {
        return constant.toLowerCase(Locale.ROOT);
    }

    private record Cursor(Instant createdAt, int number) {
        static final Cursor NEWEST = new Cursor(Instant.parse("9999-12-31T00:00:00Z"), Integer.MAX_VALUE);

        static Cursor of(MemberView view) {
            return new Cursor(
                    view.createdAt(), MemberId.parse(view.id()).orElseThrow().number());
        }

        static Cursor parse(String text) {
            int space = text.indexOf(' ');
            Instant createdAt = Instant.parse(text.substring(0, space));
            if (createdAt.isAfter(NEWEST.createdAt) || createdAt.isBefore(Instant.EPOCH)) {
                throw new IllegalArgumentException("no member was made then, and the database may not know that year");
            }
            return new Cursor(createdAt, Integer.parseInt(text.substring(space + 1)));
        }

        @Override
        public String toString() {
            return createdAt + " " + number;
        }
    }
}
