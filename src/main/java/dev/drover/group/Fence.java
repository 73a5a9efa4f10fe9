package dev.drover.group;

import dev.drover.work.Wakes;
import java.util.Collection;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Groups as facts about machines find them, of which a pass under way must not know too little. */
@Component
public class Fence {
    private final JdbcClient jdbc;
    private final Wakes wakes;

    Fence(JdbcClient jdbc, Wakes wakes) {
        this.jdbc = jdbc;
        this.wakes = wakes;
    }

    /** Locks these groups, as commands do, until the transaction ends; in the order in which all lock several. */
    public void lock(Collection<Long> groups) {
        if (!groups.isEmpty()) {
            jdbc.sql("select id from fleet_group where id = any(:groups) order by id for update")
                    .param("groups", groups.toArray(Long[]::new))
                    .query(Long.class)
                    .list();
        }
    }

    /** What was planned for them before is not called after this commits, unless a pass wants it still: all are woken. */
    public void raise(Collection<Long> locked) {
        if (!locked.isEmpty()) {
            wakes.wake(jdbc.sql("""
                    update fleet_group set epoch = epoch + 1, fence = epoch + 1
                     where id = any(:groups) and state <> 'DELETED'
                    returning id
                    """)
                    .param("groups", locked.toArray(Long[]::new))
                    .query(Long.class)
                    .list());
        }
    }

    /** Wakes the group, if it is there still. */
    public void wake(long group) {
        wakes.wake(jdbc.sql("select id from fleet_group where id = :group and state <> 'DELETED'")
                .param("group", group)
                .query(Long.class)
                .list());
    }
}
