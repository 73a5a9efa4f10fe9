package dev.drover.history;

import dev.drover.database.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Looks at what was told of a group around an instant. Events from before there was something to be found in them tell it in
 * words only: they are left out, but it can be asked whether there are any.
 */
@Component
public class PastEvents {
    private static final Set<EventType> CONDITIONS = Set.of(EventType.CONDITION_RAISED, EventType.CONDITION_CLEARED);
    private static final String OF_GROUP =
            " from event e where e.group_id = :group and e.type in (:types) and " + EventFilter.RARE;

    private final JdbcClient jdbc;

    PastEvents(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What was told of each type of condition last up to this instant. */
    public Map<String, Told> conditionsUntil(long group, Instant at) {
        return conditions(group, at, "e.at <= :at", "e.at desc, e.tx desc, e.id desc");
    }

    /** What was told of each type of condition first after this instant. */
    public Map<String, Told> conditionsAfter(long group, Instant at) {
        return conditions(group, at, "e.at > :at", "e.at, e.tx, e.id");
    }

    private Map<String, Told> conditions(long group, Instant at, String when, String order) {
        String type = "e.data ->> 'type'";
        return about(
                        "select distinct on (" + type + ") e.*" + OF_GROUP + " and e.data is not null and " + when
                                + " order by " + type + ", " + order,
                        group,
                        CONDITIONS,
                        at)
                .query((row, number) -> told(row))
                .stream()
                .collect(Collectors.toMap(it -> it.data().path("type").asString(), it -> it));
    }

    /** Whether conditions were told in words only up to this instant. */
    public boolean conditionsInWordsOnly(long group, Instant at) {
        return any(group, CONDITIONS, "e.data is null and e.at <= :at", at);
    }

    /** The last one of these types up to this instant. */
    public Optional<Told> last(long group, Set<EventType> types, Instant at) {
        return about(
                        "select e.*" + OF_GROUP + " and e.data is not null and e.at <= :at"
                                + " order by e.at desc, e.tx desc, e.id desc limit 1",
                        group,
                        types,
                        at)
                .query((row, number) -> told(row))
                .optional();
    }

    /** All of these types after this instant, oldest first, also those in words only. */
    public List<Told> after(long group, Set<EventType> types, Instant at) {
        return about("select e.*" + OF_GROUP + " and e.at > :at order by e.at, e.tx, e.id", group, types, at)
                .query((row, number) -> told(row))
                .list();
    }

    /** Whether anything of this type was told after this instant. */
    public boolean anyAfter(long group, EventType type, Instant at) {
        return any(group, Set.of(type), "e.at > :at", at);
    }

    private boolean any(long group, Set<EventType> types, String which, Instant at) {
        return about("select exists (select" + OF_GROUP + " and " + which + ")", group, types, at)
                .query(Boolean.class)
                .single();
    }

    private JdbcClient.StatementSpec about(String sql, long group, Set<EventType> types, Instant at) {
        return jdbc.sql(sql)
                .param("group", group)
                .param("types", types.stream().map(EventType::text).toList())
                .param("at", Rows.timestamp(at));
    }

    private static Told told(ResultSet row) throws SQLException {
        String data = row.getString("data");
        return new Told(
                Objects.requireNonNull(row.getString("type")),
                Objects.requireNonNull(Rows.instant(row, "at")),
                data == null ? MissingNode.getInstance() : Rows.tree(data));
    }

    /**
     * An event.
     *
     * @param data what is to be found in it; missing if it says all in words
     */
    public record Told(String type, Instant at, JsonNode data) {
        public boolean is(EventType other) {
            return type.equals(other.text());
        }
    }
}
