package dev.drover.history;

import dev.drover.database.Rows;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
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
                  from json_to_recordset(:events::json)
                       as e(position integer, group_id bigint, member integer, type text, at timestamptz,
                            generation bigint, actor text, message text)
                  left join fleet_group g on g.id = e.group_id
                 order by e.position
                """).param("events", Rows.of(rows(events))).update();
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
            String message) {
        static Row of(int position, Event event) {
            return new Row(
                    position,
                    event.group(),
                    event.member(),
                    event.type().text(),
                    event.at(),
                    event.generation(),
                    event.actor(),
                    event.message());
        }
    }
}
