package dev.drover.work;

import java.util.Collection;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Tells a group that something changed. The row is the truth: a pass deletes it before it reads the group, and looks for
 * new ones after it has released its job. Making the job due only makes it faster.
 */
@Component
public class Wakes {
    private final JdbcClient jdbc;
    private final Jobs jobs;

    Wakes(JdbcClient jdbc, Jobs jobs) {
        this.jdbc = jdbc;
        this.jobs = jobs;
    }

    /** Call it in the transaction of the change. */
    public void wake(Collection<Long> groups) {
        insert(groups);
        groups.stream().distinct().forEach(it -> jobs.dueNow(Job.Name.RECONCILE, String.valueOf(it)));
    }

    /** The same for what comes in bursts: the groups are looked at a little later, once for all that came. */
    public void wakeSoon(Collection<Long> groups) {
        insert(groups);
        groups.stream().distinct().forEach(it -> jobs.dueSoon(Job.Name.RECONCILE, String.valueOf(it)));
    }

    private void insert(Collection<Long> groups) {
        if (!groups.isEmpty()) {
            jdbc.sql("insert into wake (group_id) select unnest(:groups::bigint[])")
                    .param("groups", groups.stream().distinct().toArray(Long[]::new))
                    .update();
        }
    }

    /** Forgets the group's wakes, as the first statement of the transaction that then reads the group. */
    public void answer(long group) {
        jdbc.sql("delete from wake where group_id = :group")
                .param("group", group)
                .update();
    }

    /** Whether something changed since the last {@link #answer}. */
    public boolean pending(long group) {
        return jdbc.sql("select exists (select from wake where group_id = :group)")
                .param("group", group)
                .query(Boolean.class)
                .single();
    }
}
