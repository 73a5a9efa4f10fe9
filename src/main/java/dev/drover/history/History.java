package dev.drover.history;

import dev.drover.database.Rows;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Writes events, in the transaction of the change that they tell. One that does not name its declaration belongs to that of
 * the action that it tells of, or otherwise to the one in force; a group that is being deleted has none in force.
 */
@Component
public class History {
    private final JdbcClient jdbc;

    History(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Appends these events in this order. */
    public void append(List<Event> events) {
        if (events.isEmpty()) {
            return;
        }
        jdbc.sql("""
                insert into event (group_id, group_name, member, type, at, generation, actor, message, provenance, data)
                select e.group_id, g.name, e.member, e.type, e.at,
                       case when e.generation is not null then e.generation
                            when e.of_action then a.generation
                            when g.state = 'ACTIVE' then g.generation end,
                       e.actor, e.message, e.provenance, e.data
                  from unnest(:groups::text[]::bigint[], :members::text[]::integer[], :types::text[],
                              :instants::text[]::timestamptz[], :generations::text[]::bigint[], :actors::text[],
                              :messages::text[], :provenances::text[]::jsonb[], :datas::text[]::jsonb[],
                              :ofActions::text[]::boolean[])
                       with ordinality
                       as e(group_id, member, type, at, generation, actor, message, provenance, data, of_action, position)
                  left join fleet_group g on g.id = e.group_id
                  left join lateral (
                        -- what takes a member away, before what made it
                        select generation from action
                         where e.of_action and group_id = e.group_id and member = e.member
                           and kind in ('DESTROY', 'PROVISION') and state <> 'CANCELLED'
                         order by kind limit 1) a on true
                 order by e.position
                """)
                .param("groups", Rows.column(events, Event::group))
                .param("members", Rows.column(events, Event::member))
                .param("types", Rows.column(events, it -> it.type().text()))
                .param("instants", Rows.column(events, Event::at))
                .param("generations", Rows.column(events, Event::generation))
                .param("actors", Rows.column(events, Event::actor))
                .param("messages", Rows.column(events, Event::message))
                .param("provenances", Rows.column(events, History::provenance))
                .param("datas", Rows.column(events, Event::data))
                .param(
                        "ofActions",
                        Rows.column(
                                events, it -> it.member() != null && it.type().ofAction()))
                .update();
    }

    /**
     * Forgets the oldest events, but none that a stream cannot have shown yet, and remembers how far.
     *
     * @param before only those that happened before this
     * @return how many were forgotten, at most {@code most}
     */
    public int forget(Instant before, int most) {
        return jdbc.sql("""
                with old as (
                        delete from event where (tx, id) in (
                            select tx, id from event
                             where at < :before and tx < pg_snapshot_xmin(pg_current_snapshot())
                             order by at limit :most)
                        returning tx, id),
                     last as (select tx, id from old order by tx desc, id desc limit 1),
                     remembered as (
                        update event_forgotten f set tx = last.tx, id = last.id
                          from last where (f.tx, f.id) < (last.tx, last.id))
                select count(*) from old
                """)
                .param("before", Rows.timestamp(before))
                .param("most", most)
                .query(Integer.class)
                .single();
    }

    private static @Nullable String provenance(Event event) {
        return event.provenance() == null ? null : Rows.json(event.provenance());
    }
}
