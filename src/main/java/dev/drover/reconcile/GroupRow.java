package dev.drover.reconcile;

import dev.drover.database.Rows;
import dev.drover.plan.GroupState;
import dev.drover.plan.Paused;
import dev.drover.spec.GroupName;
import dev.drover.spec.GroupProcess;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One reading of a group without its members.
 *
 * @param statusFence the last command that the pass knew which left the status; 0 before the first
 * @param clock Postgres's {@code clock_timestamp()}
 * @param failing whether there are creates that failed in a row
 * @param unreplaced whether there may be members that a repair ended, and that nothing replaced yet
 * @param casualties whether there may be members that a repair ended because they were unhealthy
 * @param orphans whether machines of its are known that are no living member's
 * @param labelsAt the generation that changed labels last
 * @param failed whether there may be actions whose failure still matters
 * @param firstProvider of the group's first revision
 * @param rollback whether the newest declaration brings an older revision back
 * @param lastGood the revision that proved itself last; null before the first
 * @param rollout the newest; null before the first
 */
record GroupRow(
        long id,
        GroupName name,
        GroupState.Lifecycle state,
        long generation,
        long epoch,
        long fence,
        long statusFence,
        Instant clearedAt,
        @Nullable Instant plannedAt,
        Paused paused,
        String spec,
        int size,
        int revision,
        @Nullable String notValidated,
        @Nullable String status,
        String owner,
        Instant clock,
        boolean failing,
        boolean unreplaced,
        boolean casualties,
        boolean failed,
        boolean orphans,
        long labelsAt,
        String firstProvider,
        boolean rollback,
        @Nullable Integer lastGood,
        @Nullable StoredRollout rollout) {
    static final String SELECT = """
            select g.*, d.spec, d.size, d.revision, d.not_validated, d.rollback, d.labels_at, s.status, i.owner,
                   (select f.instance->>'provider' from revision f
                     where f.group_id = g.id and f.number = 1) as first_provider,
                   (select p.number from revision p where p.group_id = g.id and p.proven_at is not null
                     order by p.proven_at desc, p.number desc limit 1) as last_good,
                   %s as rollout,
                   coalesce(s.fence, 0) as status_fence, clock_timestamp() as clock,
                   exists (select from create_failure f where f.group_id = g.id) as failing,
                   exists (select from member m
                            where m.group_id = g.id and m.state = 'ENDED' and m.replaced_by is null and m.bound_at is not null
                              and m.leaving_why in ('MISSING', 'STOPPED', 'UNHEALTHY')) as unreplaced,
                   exists (select from member m
                            where m.group_id = g.id and m.state = 'ENDED' and m.leaving_why in ('STOPPED', 'UNHEALTHY')) as casualties,
                   exists (select from action a where a.group_id = g.id and a.error is not null) as failed,
                   exists (select from orphan o where o.group_id = g.id) as orphans
              from fleet_group g
              join declaration d on d.group_id = g.id and d.generation = g.generation
              left join group_status s on s.group_id = g.id
              cross join installation i
             where g.id = :id and g.state <> 'DELETED'
            """.formatted(StoredRollout.NEWEST);

    static GroupRow of(ResultSet row) throws SQLException {
        return new GroupRow(
                row.getLong("id"),
                new GroupName(row.getString("name")),
                row.getBoolean("abandoned")
                        ? GroupState.Lifecycle.ABANDONED
                        : GroupState.Lifecycle.valueOf(row.getString("state")),
                row.getLong("generation"),
                row.getLong("epoch"),
                row.getLong("fence"),
                row.getLong("status_fence"),
                Objects.requireNonNull(Rows.instant(row, "cleared_at")),
                Rows.instant(row, "planned_at"),
                paused(row),
                row.getString("spec"),
                row.getInt("size"),
                row.getInt("revision"),
                row.getString("not_validated"),
                row.getString("status"),
                row.getString("owner"),
                Objects.requireNonNull(Rows.instant(row, "clock")),
                row.getBoolean("failing"),
                row.getBoolean("unreplaced"),
                row.getBoolean("casualties"),
                row.getBoolean("failed"),
                row.getBoolean("orphans"),
                row.getLong("labels_at"),
                Objects.requireNonNull(row.getString("first_provider")),
                row.getBoolean("rollback"),
                lastGood(row),
                Rows.value(row.getString("rollout"), StoredRollout.class));
    }

    private static @Nullable Integer lastGood(ResultSet row) throws SQLException {
        int number = row.getInt("last_good");
        return row.wasNull() ? null : number;
    }

    private static Paused paused(ResultSet row) throws SQLException {
        Map<GroupProcess, Instant> since = new EnumMap<>(GroupProcess.class);
        for (GroupProcess process : GroupProcess.values()) {
            Instant paused = Rows.instant(row, process.text() + "_paused_at");
            if (paused != null) {
                since.put(process, paused);
            }
        }
        return new Paused(since);
    }
}
