package dev.drover.reconcile;

import dev.drover.work.Job;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which groups are as declared, as far as can be told at this moment. */
@Component
public class Convergence {
    /**
     * Whether a pass has seen the last command and the last fact about group {@code g} when it left status {@code s}: what an earlier
     * one left may be true no longer.
     */
    static final String SEEN = """
            s.fence >= g.fence
            and not exists (select from wake w where w.group_id = g.id)
            and not exists (select from scheduled_passes p
                             where p.task_name = '%s' and p.task_instance = g.id::text and p.picked)
            """.formatted(Job.Name.RECONCILE.text());

    private final JdbcClient jdbc;

    Convergence(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The names of those that are: nothing is to do, nothing in flight, and nothing waited for.
     *
     * @param group null for all
     */
    public Set<String> names(@Nullable String group) {
        return new HashSet<>(jdbc.sql("""
                select g.name from fleet_group g join group_status s on s.group_id = g.id
                 where g.state = 'ACTIVE' and (:group::text is null or g.name = :group)
                   and s.converged and s.observed_generation >= g.generation and %s
                """.formatted(SEEN))
                .param("group", group)
                .query(String.class)
                .list());
    }
}
