package dev.drover.group;

import dev.drover.database.Rows;
import dev.drover.spec.GroupName;
import dev.drover.spec.MemberId;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What commands have to know of a group's members and calls. */
@Component
class LiveMembers {
    private final JdbcClient jdbc;

    LiveMembers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Whether any machine of the group may exist. */
    boolean any(long group) {
        return jdbc.sql("""
                select exists (
                    select from member m
                      join action a on a.group_id = m.group_id and a.member = m.number and a.kind = 'PROVISION'
                     where m.group_id = :group and m.state <> 'ENDED' and a.state in ('CALLED', 'UNKNOWN', 'DONE'))
                """).param("group", group).query(Boolean.class).single();
    }

    /** Whom people protect. */
    List<MemberId> shielded(long group, GroupName name) {
        return jdbc.sql("""
                select number from member where group_id = :group and state <> 'ENDED' and protected order by number
                """)
                .param("group", group)
                .query((row, number) -> new MemberId(name, row.getInt("number")))
                .list();
    }

    /**
     * Asks to leave the instances of all members alone, but for those whose destroy was ever called. What else was asked for by
     * their ids gives way.
     */
    void detachAll(long group, boolean keepLabels, Instant now, String actor) {
        jdbc.sql("""
                with m as (
                    select number from member t
                     where group_id = :group and state <> 'ENDED' and requested is distinct from 'DETACH'
                       and not exists (
                           select from action a
                            where a.group_id = t.group_id and a.member = t.number and a.kind = 'DESTROY' and a.attempts > 0)
                     order by number for update)
                update member t set requested = 'DETACH', requested_at = :now, requested_by = :actor, keeps_labels = :keepLabels
                  from m where t.group_id = :group and t.number = m.number
                """)
                .param("group", group)
                .param("now", Rows.timestamp(now))
                .param("actor", actor)
                .param("keepLabels", keepLabels)
                .update();
    }

    /** Lets requests that were surely never sent be prepared anew, for they carry the labels of an older declaration. */
    void prepareAnew(long group) {
        jdbc.sql("""
                update action set request = null
                 where group_id = :group and kind = 'PROVISION' and state in ('PLANNED', 'FAILED') and not doubt
                """).param("group", group).update();
    }

    /** Forgets the creates that failed: the next one that fails begins a new row, and none waits for the last one. */
    void forgive(long group, Instant now) {
        jdbc.sql("""
                with f as (
                    delete from create_failure where group_id = :group),
                a as (
                    select id from action
                     where group_id = :group and state = 'PLANNED' and not_before > :now order by id for update)
                update action t set not_before = :now from a where t.group_id = :group and t.id = a.id
                """).param("group", group).param("now", Rows.timestamp(now)).update();
    }

    /** Adds a pause of repair that is over to the time for which the members' startup stood still. */
    void stoodStill(long group, Instant since, Instant now) {
        jdbc.sql("""
                with b as (
                    select number from member
                     where group_id = :group and state <> 'ENDED' and bound_at is not null order by number for update)
                update member m
                   set stood_still_micros = stood_still_micros
                       + greatest((extract(epoch from :now::timestamptz - greatest(bound_at, :since)) * 1000000)::bigint, 0)
                  from b where m.group_id = :group and m.number = b.number
                """)
                .param("group", group)
                .param("since", Rows.timestamp(since))
                .param("now", Rows.timestamp(now))
                .update();
    }

    /** The calls that were already made, and that a command can no longer stop: a destroy once called is carried through. */
    List<GroupView.AlreadyCalled> called(long group, String name) {
        return jdbc.sql("""
                select a.kind, a.member
                  from action a join member m on m.group_id = a.group_id and m.number = a.member
                 where a.group_id = :group and m.state <> 'ENDED'
                   and (a.state = 'CALLED' or (a.kind = 'DESTROY' and a.attempts > 0 and a.state <> 'DONE'))
                 order by a.called_at, a.member
                """)
                .param("group", group)
                .query((row, number) -> GroupView.AlreadyCalled.of(name, row.getString("kind"), row.getInt("member")))
                .list();
    }
}
