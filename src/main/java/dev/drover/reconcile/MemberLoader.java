package dev.drover.reconcile;

import dev.drover.database.Rows;
import dev.drover.plan.Bound;
import dev.drover.plan.Call;
import dev.drover.plan.Health;
import dev.drover.plan.Lineage;
import dev.drover.plan.Member;
import dev.drover.plan.Report;
import dev.drover.plan.Why;
import dev.drover.plan.Wishes;
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
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    /**
     * The members that have not ended. Members and actions are read one after the other: in a join, a server that knows nothing of
     * a group that has just grown may look through all actions for each member.
     */
    List<Member> unended(long group, GroupName name, long fence) {
        Map<Integer, Map<Call.Kind, Call>> calls = calls(group, fence);
        return jdbc.sql("""
                select number, member_index, logical_id, revision, provider, created_at, replaces, replaced_by, strikes,
                       bound_at, stood_still_micros, phase, phase_since, phase_detail, probe_status, probe_reason,
                       probe_since, ever_ready, missing_since, found, leaving_since, leaving_why, requested, requested_by,
                       drains, drain_since, labelled, held, protected, anew, fell_ill_at, keeps_labels,
                       report_status, report_reason, report_since, report_until,
                       jsonb_exists(labels, 'drover.self') as self,
                       revision = any(array(select r.number from revision r where r.group_id = :group and r.judged)) as judged
                  from member where group_id = :group and state <> 'ENDED'
                """)
                .param("group", group)
                .query((row, number) -> member(row, name, Objects.requireNonNull(calls.get(row.getInt("number")))))
                .list();
    }

    private Map<Integer, Map<Call.Kind, Call>> calls(long group, long fence) {
        Map<Integer, Map<Call.Kind, Call>> calls = new HashMap<>();
        jdbc.sql("""
                select member, kind, id, state, attempts, epoch, called_at, deadline, closed_at, doubt, accepted, sought_at
                  from action
                 where group_id = :group
                   and member = any(array(select number from member where group_id = :group and state <> 'ENDED'))
                """).param("group", group).query(row -> {
            Call call = call(row, fence);
            calls.computeIfAbsent(row.getInt("member"), it -> new EnumMap<>(Call.Kind.class))
                    .put(Call.Kind.valueOf(row.getString("kind")), call);
        });
        return calls;
    }

    private static Member member(ResultSet row, GroupName name, Map<Call.Kind, Call> calls) throws SQLException {
        String logicalId = row.getString("logical_id");
        Call drain = calls.get(Call.Kind.DRAIN);
        return new Member(
                new MemberId(name, row.getInt("number")),
                row.getInt("member_index"),
                logicalId == null ? null : new LogicalId(logicalId),
                row.getInt("revision"),
                row.getString("provider"),
                Objects.requireNonNull(Rows.instant(row, "created_at")),
                new Lineage(memberId(name, row, "replaces"), row.getInt("strikes")),
                Objects.requireNonNull(calls.get(Call.Kind.PROVISION)),
                bound(row),
                Rows.value(row.getString("found"), Instance.class),
                leaving(row),
                row.getBoolean("drains"),
                drain == null
                        ? null
                        : new Member.Drain(Objects.requireNonNull(Rows.instant(row, "drain_since")), drain),
                calls.get(Call.Kind.DESTROY),
                row.getLong("labelled"),
                calls.get(Call.Kind.LABEL),
                row.getBoolean("self"),
                wishes(row));
    }

    private static Wishes wishes(ResultSet row) throws SQLException {
        String requested = row.getString("requested");
        return new Wishes(
                row.getBoolean("held"),
                row.getBoolean("protected"),
                row.getBoolean("anew"),
                requested == null
                        ? null
                        : new Wishes.Request(
                                Wishes.Kind.valueOf(requested),
                                row.getString("requested_by"),
                                row.getBoolean("keeps_labels")));
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
                row.getBoolean("judged"),
                probe(row),
                report(row),
                row.getBoolean("ever_ready"),
                Rows.instant(row, "fell_ill_at"),
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

    private static @Nullable Report report(ResultSet row) throws SQLException {
        String status = row.getString("report_status");
        if (status == null) {
            return null;
        }
        Health health = new Health(
                Health.Status.valueOf(status),
                row.getString("report_reason"),
                Objects.requireNonNull(Rows.instant(row, "report_since")));
        return new Report(health, Objects.requireNonNull(Rows.instant(row, "report_until")));
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

    private static Call call(ResultSet row, long fence) throws SQLException {
        return new Call(
                row.getObject("id", UUID.class),
                Call.State.valueOf(row.getString("state")),
                row.getInt("attempts"),
                row.getLong("epoch") < fence,
                Rows.instant(row, "called_at"),
                Rows.instant(row, "deadline"),
                Rows.instant(row, "closed_at"),
                row.getBoolean("doubt"),
                row.getBoolean("accepted"),
                Rows.instant(row, "sought_at"));
    }
}
