package dev.drover.group;

import dev.drover.database.Rows;
import dev.drover.group.PastGroupView.MemberThen;
import dev.drover.spec.GroupName;
import dev.drover.spec.MemberId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The members that existed: their rows tell from when to when, their events how they were in between. */
@Component
class PastMembers {
    private static final String LAST = """
             left join lateral (
                select e.type, e.at, e.message, e.data from event e
                 where e.group_id = m.group_id and e.member = m.number and e.at <= :at and e.type in (%s)
                 order by e.tx desc, e.id desc limit 1) %s on true
            """;
    private static final String SELECT = """
            select m.*, r.judged, leaving.type as leaving_type, said.type as said_type, said.at as said_at,
                   said.message as said_message, said.data as said_data, there.type as there_type, there.at as there_at,
                   there.message as there_message, later.was
              from member m join revision r on r.group_id = m.group_id and r.number = m.revision
            """
            + LAST.formatted("'MemberLeaving', 'MemberDraining', 'MemberKept'", "leaving")
            + LAST.formatted(
                    "'InstanceProvisioned', 'MemberAdopted', 'MemberRebuilt', 'InstanceStarted', 'InstanceStopped', 'HealthChanged'",
                    "said")
            + LAST.formatted("'InstanceMissing', 'InstanceFoundAgain'", "there")
            + """
             left join lateral (
                select e.data ->> 'was' as was from event e
                 where e.group_id = m.group_id and e.member = m.number and e.at > :at and e.type = 'HealthChanged'
                 order by e.tx, e.id limit 1) later on true
             where m.group_id = :group and m.created_at <= :at and (m.ended_at is null or m.ended_at > :at)
             order by m.member_index, m.number
            """;

    private final JdbcClient jdbc;

    PastMembers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param probes whether what was declared then has a probe */
    List<MemberThen> at(GroupName name, long group, Instant at, boolean probes) {
        return jdbc.sql(SELECT)
                .param("group", group)
                .param("at", Rows.timestamp(at))
                .query((row, number) -> member(name, row, at, probes))
                .list();
    }

    private static MemberThen member(GroupName group, ResultSet row, Instant at, boolean probes) throws SQLException {
        boolean bound = by(row, "bound_at", at);
        return new MemberThen(
                new MemberId(group, row.getInt("number")).toString(),
                row.getInt("member_index"),
                row.getString("logical_id"),
                row.getInt("revision"),
                leaving(row, at) ? "leaving" : bound ? "running" : "creating",
                PastHealth.of(row, at, bound, probes || row.getBoolean("judged")),
                row.getString("provider"),
                bound ? row.getString("provider_id") : null,
                Objects.requireNonNull(Rows.instant(row, "created_at")),
                row.getString("created_because"));
    }

    /** A member that is kept after all, or let go, has forgotten that it was leaving; its events have not. */
    private static boolean leaving(ResultSet row, Instant at) throws SQLException {
        String told = row.getString("leaving_type");
        return told == null ? by(row, "leaving_since", at) : !told.equals("MemberKept");
    }

    /** Whether what this column is about had happened by then. */
    static boolean by(ResultSet row, String column, Instant at) throws SQLException {
        @Nullable Instant happened = Rows.instant(row, column);
        return happened != null && !happened.isAfter(at);
    }
}
