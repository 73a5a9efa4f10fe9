package dev.drover.reconcile;

import dev.drover.database.Rows;
import dev.drover.plan.Bound;
import dev.drover.plan.Call;
import dev.drover.plan.Health;
import dev.drover.plan.Lineage;
import dev.drover.plan.Member;
import dev.drover.plan.Why;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.LogicalId;
import dev.drover.provider.spi.Phase;
import dev.drover.spec.GroupName;
import dev.drover.spec.MemberId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads a group's members with their actions, as the planner sees them. */
@Component
class MemberLoader {
    private final JdbcClient jdbc;

    MemberLoader(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Member> unended(long group, GroupName name, long fence) {
        return jdbc.sql("""
                select m.number, m.member_index, m.logical_id, m.revision, m.provider, m.created_at, m.replaces, m.replaced_by,
                       m.strikes, m.bound_at, m.stood_still_micros, m.phase, m.phase_since, m.phase_detail, m.probe_status,
                       m.probe_reason, m.probe_since, m.ever_ready, m.missing_since, m.found, m.leaving_since, m.leaving_why,
                       m.requested_by,
                       c.id as c_id, c.state as c_state, c.attempts as c_attempts, c.epoch as c_epoch,
                       c.called_at as c_called_at, c.deadline as c_deadline, c.closed_at as c_closed_at,
                       c.doubt as c_doubt, c.accepted as c_accepted, c.sought_at as c_sought_at,
                       d.id as d_id, d.state as d_state, d.attempts as d_attempts, d.epoch as d_epoch,
                       d.called_at as d_called_at, d.deadline as d_deadline, d.closed_at as d_closed_at,
                       d.doubt as d_doubt, d.accepted as d_accepted, d.sought_at as d_sought_at
                  from member m
                  join action c on c.group_id = m.group_id and c.member = m.number and c.kind = 'PROVISION'
                  left join action d on d.group_id = m.group_id and d.member = m.number and d.kind = 'DESTROY'
                 where m.group_id = :group and m.state <> 'ENDED'
                """)
                .param("group", group)
                .query((row, number) -> member(row, name, fence))
                .list();
    }

    private static Member member(ResultSet row, GroupName name, long fence) throws SQLException {
        String logicalId = row.getString("logical_id");
        return new Member(
                new MemberId(name, row.getInt("number")),
                row.getInt("member_index"),
                logicalId == null ? null : new LogicalId(logicalId),
                row.getInt("revision"),
                row.getString("provider"),
                Objects.requireNonNull(Rows.instant(row, "created_at")),
                new Lineage(memberId(name, row, "replaces"), row.getInt("strikes")),
                Objects.requireNonNull(call(row, "c_", fence)),
                bound(row),
                Rows.value(row.getString("found"), Instance.class),
                leaving(row),
                call(row, "d_", fence),
                row.getString("requested_by"));
    }

    static @Nullable MemberId memberId(GroupName group, ResultSet row, String column) throws SQLException {
        int number = row.getInt(column);
        return row.wasNull() ? null : new MemberId(group, number);
    }

    private static @Nullable Bound bound(ResultSet row) throws SQLException {
        Instant boundAt = Rows.instant(row, "bound_at");
        if (boundAt == null) {
            return null;
        }
        return new Bound(
                boundAt,
                Duration.of(row.getLong("stood_still_micros"), ChronoUnit.MICROS),
                Phase.valueOf(row.getString("phase")),
                Objects.requireNonNull(Rows.instant(row, "phase_since")),
                row.getString("phase_detail"),
                probe(row),
                row.getBoolean("ever_ready"),
                Rows.instant(row, "missing_since"));
    }

    private static @Nullable Health probe(ResultSet row) throws SQLException {
        String status = row.getString("probe_status");
        if (status == null) {
            return null;
        }
        return new Health(
                Health.Status.valueOf(status),
                row.getString("probe_reason"),
                Objects.requireNonNull(Rows.instant(row, "probe_since")));
    }

    private static Member.@Nullable Leaving leaving(ResultSet row) throws SQLException {
        Instant since = Rows.instant(row, "leaving_since");
        if (since == null) {
            return null;
        }
        row.getInt("replaced_by");
        boolean replaced = !row.wasNull();
        return new Member.Leaving(since, Why.valueOf(row.getString("leaving_why")), replaced);
    }

    private static @Nullable Call call(ResultSet row, String prefix, long fence) throws SQLException {
        UUID id = row.getObject(prefix + "id", UUID.class);
        if (id == null) {
            return null;
        }
        return new Call(
                id,
                Call.State.valueOf(row.getString(prefix + "state")),
                row.getInt(prefix + "attempts"),
                row.getLong(prefix + "epoch") < fence,
                Rows.instant(row, prefix + "called_at"),
                Rows.instant(row, prefix + "deadline"),
                Rows.instant(row, prefix + "closed_at"),
                row.getBoolean(prefix + "doubt"),
                row.getBoolean(prefix + "accepted"),
                Rows.instant(row, prefix + "sought_at"));
    }
}
