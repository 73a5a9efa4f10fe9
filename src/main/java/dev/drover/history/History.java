package dev.drover.history;

import dev.drover.database.Rows;
import dev.drover.web.Provenance;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
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
                insert into event (group_id, group_name, member, type, at, generation, actor, message, provenance)
                select e.group_id, g.name, e.member, e.type, e.at,
                       case when e.generation is not null then e.generation
                            when e.of_action then a.generation
                            when g.state = 'ACTIVE' then g.generation end,
                       e.actor, e.message, e.provenance
                  from json_to_recordset(:events::json)
                       as e(position integer, group_id bigint, member integer, type text, at timestamptz,
                            generation bigint, actor text, message text, provenance jsonb, of_action boolean)
                  left join fleet_group g on g.id = e.group_id
                  left join lateral (
                        -- what takes a member away, before what made it
                        select generation from action
                         where e.of_action and group_id = e.group_id and member = e.member
                           and kind in ('DESTROY', 'PROVISION') and state <> 'CANCELLED'
                         order by kind limit 1) a on true
                 order by e.position
                """).param("events", Rows.of(rows(events))).update();
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

    private static List<Row> rows(List<Event> events) {
        return IntStream.range(0, events.size())
                .mapToObj(i -> Row.of(i, events.get(i)))
                .toList();
    }

    private record Row(
            int position,
            @Nullable Long groupId,
            @Nullable Integer member,
            String type,
            Instant at,
            @Nullable Long generation,
            @Nullable String actor,
            String message,
            @Nullable Provenance provenance,
            boolean ofAction) {
        static Row of(int position, Event event) {
            return new Row(
                    position,
                    event.group(),
                    event.member(),
                    event.type().text(),
                    event.at(),
                    event.generation(),
                    event.actor(),
                    event.message(),
                    event.provenance(),
                    event.member() != null && event.type().ofAction());
        }
    }
}
