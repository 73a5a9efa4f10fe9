package dev.drover.reconcile;

import dev.drover.database.Rows;
import dev.drover.member.RowMoved;
import dev.drover.plan.Call;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

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

    /** Nothing → PLANNED, for creates; the action's id is the token. */
    void planCreates(long group, List<NewCreate> creates, long epoch, Instant now) {
        int written = jdbc.sql("""
                insert into action (group_id, id, member, kind, state, provider, why, epoch, not_before, request,
                                    planned_at, generation)
                select :group, id, member, 'PROVISION', 'PLANNED', provider, why, :epoch, :now, request,
                       :now, (select generation from fleet_group where id = :group and state = 'ACTIVE')
                  from json_to_recordset(:creates::json)
                       as x(id uuid, member integer, provider text, why text, request jsonb)
                """)
                .param("group", group)
                .param("creates", Rows.of(creates))
                .param("epoch", epoch)
                .param("now", Rows.timestamp(now))
                .update();
        RowMoved.unless(creates.size(), written, "creates are planned");
    }

    /** Nothing → PLANNED, for a destroy. */
    void planDestroy(long group, int member, String provider, String why, long epoch, Instant now) {
        jdbc.sql("""
                insert into action (group_id, id, member, kind, state, provider, why, epoch, not_before, planned_at,
                                    generation)
                values (:group, :id, :member, 'DESTROY', 'PLANNED', :provider, :why, :epoch, :now, :now,
                        (select generation from fleet_group where id = :group and state = 'ACTIVE'))
                """)
                .param("group", group)
                .param("id", UUID.randomUUID())
                .param("member", member)
                .param("provider", provider)
                .param("why", why)
                .param("epoch", epoch)
                .param("now", Rows.timestamp(now))
                .update();
    }

    /** Any closed state → PLANNED: another attempt of the same action. */
    void again(long group, Call call, long epoch, Instant now) {
        move(group, call, """
                state = 'PLANNED', epoch = :epoch, not_before = :now, planned_at = :now, sought_at = null, seek_after = null,
                generation = case state when 'CANCELLED' then (select generation from fleet_group where id = :group and state = 'ACTIVE')
                                        else generation end
                """, epoch, now);
    }

    /** PLANNED → PLANNED, past the fence of the command that came after it. */
    void restamp(long group, Call call, long epoch, Instant now) {
        move(group, call, "epoch = :epoch", epoch, now);
    }

    /** CALLED → UNKNOWN: it may have happened, and may still. */
    void unknown(long group, Call call, long epoch, Instant now) {
        move(group, call, "state = 'UNKNOWN', doubt = true, closed_at = :now, error = 'no answer in time'", epoch, now);
    }

    /** UNKNOWN → DONE: the instance was found. */
    void found(long group, Call call, long epoch, Instant now) {
        move(
                group,
                call,
                "state = 'DONE', accepted = true, closed_at = :now, error = null, error_kind = null",
                epoch,
                now);
    }

    /** PLANNED → CANCELLED. */
    void cancel(long group, Call call, long epoch, Instant now) {
        move(group, call, "state = 'CANCELLED', closed_at = :now", epoch, now);
    }

    /** Any state that is not DONE → FAILED, so that no late answer revives a member that ends. */
    void close(long group, Call call, long epoch, Instant now) {
        move(group, call, "state = 'FAILED', closed_at = :now", epoch, now);
    }

    private void move(long group, Call call, String to, long epoch, Instant now) {
        int written = jdbc.sql("update action set " + to
                        + " where group_id = :group and id = :id and state = :state and attempts = :attempts")
                .param("group", group)
                .param("id", call.id())
                .param("state", call.state().name())
                .param("attempts", call.attempts())
                .param("epoch", epoch)
                .param("now", Rows.timestamp(now))
                .update();
        RowMoved.unless(1, written, "an action moves on");
    }

    /** @param request null if it is prepared when the call is made */
    record NewCreate(
            UUID id,
            int member,
            String provider,
            String why,
            @Nullable JsonNode request) {}
}
