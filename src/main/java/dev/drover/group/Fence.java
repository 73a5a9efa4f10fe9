package dev.drover.group;

import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Groups as facts about machines find them, of which a pass under way must not know too little. */
@Component
public class Fence {
    private final JdbcClient jdbc;

    Fence(JdbcClient jdbc) {
        this.jdbc = jdbc;
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

    /** What was planned for them before is not called after this commits, unless another pass wants it still. */
    public void raise(Collection<Long> locked) {
        List<Long> groups = locked.stream().distinct().toList();
        if (!groups.isEmpty()) {
            jdbc.sql("""
                    update fleet_group set epoch = epoch + 1, fence = epoch + 1
                     where id = any(:groups) and state <> 'DELETED'
                    """).param("groups", groups.toArray(Long[]::new)).update();
        }
    }
}
