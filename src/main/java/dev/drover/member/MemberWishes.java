package dev.drover.member;

import dev.drover.group.MemberCommands;
import dev.drover.history.EventType;
import dev.drover.spec.MemberId;
import dev.drover.web.Asker;
import dev.drover.web.Problem;
import dev.drover.web.ProblemType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps members from being taken away, or lets that be again. Asking again changes nothing. */
@Component
class MemberWishes {
    private final MemberCommands commands;
    private final JdbcClient jdbc;

    MemberWishes(MemberCommands commands, JdbcClient jdbc) {
        this.commands = commands;
        this.jdbc = jdbc;
    }

    void set(MemberId id, Wish wish, boolean on, Asker asker) {
        commands.run(id.group(), group -> {
            int written = jdbc.sql("""
                    update member set %1$s = :on where group_id = :group and number = :number and state <> 'ENDED'
                       and %1$s <> :on
                    """.formatted(wish.column))
                    .param("on", on)
                    .param("group", group.id())
                    .param("number", id.number())
                    .update();
            if (written > 0) {
                group.asked(
                        id.number(), on ? wish.set : wish.lifted, group.now(), asker, id + (on ? wish.is : wish.no));
            } else {
                refuseIfEnded(group.id(), id);
            }
        });
    }

    private void refuseIfEnded(long group, MemberId id) {
        boolean there = jdbc.sql("""
                select exists (select from member where group_id = :group and number = :number and state <> 'ENDED')
                """)
                .param("group", group)
                .param("number", id.number())
                .query(Boolean.class)
                .single();
        if (!there) {
            throw new Problem(ProblemType.BLOCKED, id + " has ended: nothing is left to command");
        }
    }

    /** What can be wished for a member until it is taken back. */
    enum Wish {
        HOLD(
                "held",
                EventType.MEMBER_HELD,
                EventType.MEMBER_UNHELD,
                " is held: nobody repairs it, rolls it or takes it away",
                " is held no more"),
        PROTECT(
                "protected",
                EventType.MEMBER_PROTECTED,
                EventType.MEMBER_UNPROTECTED,
                " is protected: its instance is not taken away while it exists",
                " is protected no more");

        private final String column;
        private final EventType set;
        private final EventType lifted;
        private final String is;
        private final String no;

        Wish(String column, EventType set, EventType lifted, String is, String no) {
            this.column = column;
            this.set = set;
            this.lifted = lifted;
            this.is = is;
            this.no = no;
        }
    }
}
