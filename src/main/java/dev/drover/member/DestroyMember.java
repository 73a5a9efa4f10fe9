package dev.drover.member;

import dev.drover.database.Rows;
import dev.drover.group.MemberCommands;
import dev.drover.history.EventType;
import dev.drover.spec.MemberId;
import dev.drover.web.Asker;
import dev.drover.web.Problem;
import dev.drover.web.ProblemType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Asks to destroy a member's instance, whatever the group wants: the next pass drains it, then destroys it. */
@Component
class DestroyMember {
    private final MemberCommands commands;
    private final JdbcClient jdbc;

    DestroyMember(MemberCommands commands, JdbcClient jdbc) {
        this.commands = commands;
        this.jdbc = jdbc;
    }

    /**
     * Asking again changes nothing.
     *
     * @param shrink whether the group gets smaller by one; otherwise it makes another member
     */
    void destroy(MemberId id, boolean shrink, Asker asker) {
        commands.run(id.group(), group -> {
            Row row = lock(group.id(), id);
            if (refuse(id, row)) {
                return;
            }
            if (shrink && row.leavingWhy() == null) {
                group.shrink(id, row.logicalId(), asker);
            }
            Instant now = group.now();
            jdbc.sql("""
                    update member set requested = 'DESTROY', requested_at = :now, requested_by = :actor
                     where group_id = :group and number = :number and state <> 'ENDED' and requested is null
                    """)
                    .param("now", Rows.timestamp(now))
                    .param("actor", asker.actor())
                    .param("group", group.id())
                    .param("number", id.number())
                    .update();
            group.asked(
                    id.number(),
                    EventType.MEMBER_DESTROY_REQUESTED,
                    now,
                    asker,
                    id + " is to be destroyed" + (shrink ? ", and the group to be smaller by it" : ""));
        });
    }

    /** Whether nothing is left to ask for. */
    private static boolean refuse(MemberId id, Row row) {
        if (row.ended()) {
            throw new Problem(ProblemType.BLOCKED, id + " has ended: there is nothing left to destroy");
        }
        if ("DETACH".equals(row.requested())) {
            throw new Problem(
                    ProblemType.BLOCKED,
                    id + " is being detached: its instance is left alone, for that was asked first");
        }
        if (row.shielded()) {
            throw new Problem(
                    ProblemType.PROTECTED,
                    id + " is protected: POST /v1/members/" + id + "/unprotect first, if it is really to be destroyed");
        }
        return row.requested() != null;
    }

    private Row lock(long group, MemberId id) {
        return jdbc.sql("""
                select state, requested, leaving_why, protected, logical_id
                  from member where group_id = :group and number = :number for update
                """)
                .param("group", group)
                .param("number", id.number())
                .query((row, number) -> Row.of(row))
                .optional()
                .orElseGet(() -> new Row(true, null, null, false, null));
    }

    private record Row(
            boolean ended,
            @Nullable String requested,
            @Nullable String leavingWhy,
            boolean shielded,
            @Nullable String logicalId) {
        static Row of(ResultSet row) throws SQLException {
            return new Row(
                    "ENDED".equals(row.getString("state")),
                    row.getString("requested"),
                    row.getString("leaving_why"),
                    row.getBoolean("protected"),
                    row.getString("logical_id"));
        }
    }
}
