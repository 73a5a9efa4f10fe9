package dev.drover.reconcile;

import dev.drover.database.Rows;
import dev.drover.spec.GroupName;
import dev.drover.spec.GroupSpec;
import dev.drover.spec.SpecReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Forgets members that ended long ago, with their actions. Their tokens are remembered for ever, as tombstones. */
@Component
class EndedMembers {
    /** A group's pass may be late, and looks back from when it last ran. */
    private static final Duration MARGIN = Duration.ofDays(1);

    private final JdbcClient jdbc;

    EndedMembers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The groups that have members which ended before this. */
    List<Long> groups(Instant before) {
        return jdbc.sql("select distinct group_id from member where state = 'ENDED' and ended_at < :before")
                .param("before", Rows.timestamp(before))
                .query(Long.class)
                .list();
    }

    /** How far back the group's rules look: nothing of that time may be forgotten. */
    Duration window(long group) {
        return jdbc.sql("""
                select g.name, g.state, d.spec
                  from fleet_group g join declaration d on d.group_id = g.id and d.generation = g.generation
                 where g.id = :group
                """)
                .param("group", group)
                .query((row, number) -> row.getString("state").equals("DELETED")
                        ? Duration.ZERO
                        : window(SpecReader.read(
                                new GroupName(row.getString("name")),
                                Rows.tree(Objects.requireNonNull(row.getString("spec"))))))
                .single();
    }

    private static Duration window(GroupSpec spec) {
        Duration retryEvery = spec.repair().retryEvery();
        Duration startup = spec.startup();
        return (retryEvery.compareTo(startup) > 0 ? retryEvery : startup).plus(MARGIN);
    }

    /**
     * Forgets the oldest of a group's members that ended before this. Those stay that a member which is alive replaces, and
     * those with an action that is open: its answer may still come.
     *
     * @return how many were forgotten, at most {@code most}
     */
    int forget(long group, Instant before, int most) {
        return jdbc.sql("""
                with m as (
                    select group_id, number from member t
                     where group_id = :group and state = 'ENDED' and ended_at < :before
                       and not exists (
                           select from action a
                            where a.group_id = t.group_id and a.member = t.number
                              and a.state in ('PLANNED', 'CALLED', 'UNKNOWN'))
                       and not exists (
                           select from member alive
                            where alive.group_id = t.group_id and alive.state <> 'ENDED' and alive.replaces = t.number)
                     order by ended_at limit :most for update of t skip locked),
                a as (
                    delete from action a using m where a.group_id = m.group_id and a.member = m.number)
                delete from member t using m where t.group_id = m.group_id and t.number = m.number
                """)
                .param("group", group)
                .param("before", Rows.timestamp(before))
                .param("most", most)
                .update();
    }
}
