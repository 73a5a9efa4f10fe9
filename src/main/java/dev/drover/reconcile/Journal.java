package dev.drover.reconcile;

import dev.drover.database.Rows;
import dev.drover.member.RowMoved;
import dev.drover.plan.Call;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What a pass writes about actions: {@code PLANNED → CALLED → DONE | FAILED | UNKNOWN}, {@code PLANNED → CANCELLED}. Each
 * statement names the state and the attempt that the plan was made on, and throws {@link RowMoved} if they have changed. The
 * recording pass has locked the group, so its generation is the one that was planned for.
 */
@Component
class Journal {
    private final JdbcClient jdbc;

    Journal(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Locks the actions of these members, in the order in which everybody locks them, before any of them moves: outcomes of
     * several groups are written at the same time.
     */
    void lock(long group, Collection<Integer> members) {
        if (!members.isEmpty()) {
            jdbc.sql("""
                    select id from action where group_id = :group and member = any(:members) order by id for update
                    """)
                    .param("group", group)
                    .param("members", members.toArray(Integer[]::new))
                    .query(UUID.class)
                    .list();
        }
    }

    /** Nothing → PLANNED, for what is asked of members that exist. */
    void plan(long group, List<New> actions, long epoch, Instant now) {
        if (actions.isEmpty()) {
            return;
        }
        jdbc.sql("""
                insert into action (group_id, id, member, kind, state, provider, why, epoch, not_before, planned_at,
                                    generation)
                select :group, x.id, x.member, x.kind, 'PLANNED', x.provider, x.why, :epoch, :now, :now,
                       (select generation from fleet_group where id = :group and state = 'ACTIVE')
                  from unnest(:ids::text[]::uuid[], :members::text[]::integer[], :kinds::text[], :providers::text[], :whys::text[])
                       as x(id, member, kind, provider, why)
                """)
                .param("group", group)
                .param("epoch", epoch)
                .param("now", Rows.timestamp(now))
                .param("ids", Rows.column(actions, New::id))
                .param("members", Rows.column(actions, New::member))
                .param("kinds", Rows.column(actions, it -> it.kind().name()))
                .param("providers", Rows.column(actions, New::provider))
                .param("whys", Rows.column(actions, New::why))
                .update();
    }

    /** What nobody planned for this member before. */
    record New(UUID id, int member, Call.Kind kind, String provider, String why) {}

    /** Any closed state → PLANNED: another attempt of the same action. */
    void again(long group, List<Call> calls, long epoch, Instant now) {
        move(group, calls, """
                state = 'PLANNED', epoch = :epoch, not_before = :now, planned_at = :now, sought_at = null, seek_after = null,
                generation = case a.state when 'CANCELLED' then (select generation from fleet_group where id = :group and state = 'ACTIVE')
                                          else a.generation end
                """, epoch, now);
    }

    /** PLANNED → PLANNED, past the fence of the command that came after it. */
    void restamp(long group, List<Call> calls, long epoch, Instant now) {
        move(group, calls, "epoch = :epoch", epoch, now);
    }

    /** CALLED → UNKNOWN: it may have happened, and may still. */
    void unknown(long group, List<Call> calls, long epoch, Instant now) {
        move(
                group,
                calls,
                "state = 'UNKNOWN', doubt = true, closed_at = :now, error = 'no answer in time'",
                epoch,
                now);
    }

    /** UNKNOWN → DONE: the instance was found. */
    void found(long group, List<Call> calls, long epoch, Instant now) {
        move(
                group,
                calls,
                "state = 'DONE', accepted = true, closed_at = :now, error = null, error_kind = null",
                epoch,
                now);
    }

    /** PLANNED → CANCELLED. */
    void cancel(long group, List<Call> calls, long epoch, Instant now) {
        move(group, calls, "state = 'CANCELLED', closed_at = :now", epoch, now);
    }

    /** Any state that is not DONE → FAILED, so that no late answer revives a member that ends. */
    void close(long group, List<Call> calls, long epoch, Instant now) {
        move(group, calls, "state = 'FAILED', closed_at = :now", epoch, now);
    }

    private void move(long group, List<Call> calls, String to, long epoch, Instant now) {
        if (calls.isEmpty()) {
            return;
        }
        int written = jdbc.sql("update action a set " + to + """
                  from unnest(:ids::text[]::uuid[], :states::text[], :attempts::text[]::integer[])
                       as x(id, planned_on, attempt)
                 where a.group_id = :group and a.id = x.id and a.state = x.planned_on and a.attempts = x.attempt
                """)
                .param("group", group)
                .param("ids", Rows.column(calls, Call::id))
                .param("states", Rows.column(calls, it -> it.state().name()))
                .param("attempts", Rows.column(calls, Call::attempts))
                .param("epoch", epoch)
                .param("now", Rows.timestamp(now))
                .update();
        RowMoved.unless(calls.size(), written, "actions move on");
    }
}
