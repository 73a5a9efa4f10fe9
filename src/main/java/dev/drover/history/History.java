package dev.drover.history;

import java.sql.Timestamp;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Writes events, in the transaction of the change that they tell. */
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
                insert into event (group_id, group_name, member, type, at, generation, actor, message)
                select e.group_id, g.name, e.member, e.type, e.at, e.generation, e.actor, e.message
                  from unnest(:groups::bigint[], :members::integer[], :types::text[], :ats::timestamptz[],
                              :generations::bigint[], :actors::text[], :messages::text[]) with ordinality
                       as e(group_id, member, type, at, generation, actor, message, position)
                  join fleet_group g on g.id = e.group_id
                 order by e.position
                """)
                .param("groups", column(events, Event::group, Long[]::new))
                .param("members", column(events, Event::member, Integer[]::new))
                .param("types", column(events, it -> it.type().text(), String[]::new))
                .param("ats", column(events, it -> Timestamp.from(it.at()), Timestamp[]::new))
                .param("generations", column(events, Event::generation, Long[]::new))
                .param("actors", column(events, Event::actor, String[]::new))
                .param("messages", column(events, Event::message, String[]::new))
                .update();
    }

    private static <T> @Nullable T[] column(
            List<Event> events,
            Function<Event, ? extends @Nullable T> value,
            java.util.function.IntFunction<@Nullable T[]> array) {
        return events.stream().map(value).toArray(array);
    }
}
