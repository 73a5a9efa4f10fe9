package dev.drover.member;

import dev.drover.database.Rows;
import dev.drover.group.MemberCommands;
import dev.drover.history.EventType;
import dev.drover.spec.MemberId;
import dev.drover.web.Asker;
import dev.drover.web.Problem;
import dev.drover.web.ProblemType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Asks to leave a member's instance alone: the next pass ends the member, and nobody touches the instance again. */
@Component
class DetachMember {
    private final MemberCommands commands;
    private final JdbcClient jdbc;

    DetachMember(MemberCommands commands, JdbcClient jdbc) {
        this.commands = commands;
        this.jdbc = jdbc;
    }

    /**
     * Asking again changes nothing.
     *
     * @param shrink whether the group gets smaller by one; otherwise it makes another member
     * @param keepLabels whether the instance keeps our labels, so that it can be adopted
     */
    void detach(MemberId id, boolean shrink, boolean keepLabels, Asker asker) {
        commands.run(id.group(), group -> {
            Row row = lock(group.id(), id);
            if (row.requested()) {
                return;
            }
            refuseIfGoing(id, row);
            if (shrink && !row.surplus()) { // then the group is smaller already
                group.shrink(id, row.logicalId(), asker);
            }
            request(group, id, keepLabels, asker);
        });
    }

    /** Members of an earlier group of this name have ended, too. */
    private Row lock(long group, MemberId id) {
        return jdbc.sql("""
                select m.state, m.requested, m.leaving_why, m.logical_id,
                       exists (select from action a
                                where a.group_id = m.group_id and a.member = m.number and a.kind = 'DESTROY'
                                  and a.attempts > 0) as destroy_called
                  from member m where m.group_id = :group and m.number = :number for update of m
                """)
                .param("group", group)
                .param("number", id.number())
                .query((row, number) -> new Row(
                        "ENDED".equals(row.getString("state")),
                        row.getString("requested") != null,
                        row.getBoolean("destroy_called"),
                        "SURPLUS".equals(row.getString("leaving_why"))
                                || "UNDECLARED".equals(row.getString("leaving_why")),
                        row.getString("logical_id")))
                .optional()
                .orElseGet(() -> new Row(true, false, false, false, null));
    }

    private static void refuseIfGoing(MemberId id, Row row) {
        if (row.ended()) {
            throw new Problem(ProblemType.BLOCKED, id + " has ended: there is nothing left to detach");
        }
        if (row.destroyCalled()) {
            throw new Problem(
                    ProblemType.BLOCKED,
                    id
                            + " cannot be detached: its destroy was called already, and its instance may be gone any moment");
        }
    }

    private void request(MemberCommands.Locked group, MemberId id, boolean keepLabels, Asker asker) {
        Instant now = group.now();
        jdbc.sql("""
                update member
                   set requested = 'DETACH', requested_at = :now, requested_by = :actor, keeps_labels = :keepLabels
                 where group_id = :group and number = :number and state <> 'ENDED' and requested is null
                """)
                .param("now", Rows.timestamp(now))
                .param("actor", asker.actor())
                .param("keepLabels", keepLabels)
                .param("group", group.id())
                .param("number", id.number())
                .update();
        group.asked(
                id.number(),
                EventType.MEMBER_DETACH_REQUESTED,
                now,
                asker,
                id + " is to be detached: its instance is to be left alone");
    }

    private record Row(
            boolean ended,
            boolean requested,
            boolean destroyCalled,
            boolean surplus,
            @Nullable String logicalId) {}
}
