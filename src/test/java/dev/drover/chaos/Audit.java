package dev.drover.chaos;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Looks into the journal when a call arrives at the cloud, on a connection of its own: what it sees there is committed. This is
 * how "written before it is sent" is checked, and not from instants that somebody has written down.
 */
final class Audit {
    private static final String CREATES = """
            select coalesce(sum(attempts), 0) from action where id = ?::uuid and kind = 'PROVISION' and ?::text is not null
            """;
    /** What is no member's has a journal of its own, whose row goes with the machine: that it is called now is all it tells. */
    private static final String DESTROYS = """
            select (select coalesce(sum(a.attempts), 0)
                      from member m join action a on a.group_id = m.group_id and a.member = m.number
                     where m.token = x.token::uuid and m.provider_id = x.id and a.kind = 'DESTROY')
                 + (select count(*) * 1000 from orphan o
                     where o.token = x.token and o.provider_id = x.id and o.attempts > 0)
              from (select ?::text as token, ?::text as id) x
            """;

    private final Map<String, String> urls = new ConcurrentHashMap<>();
    private final Map<String, Connection> connections = new ConcurrentHashMap<>();

    void knows(Map<String, String> databases) {
        urls.putAll(databases);
    }

    /** How often the journal has called this; empty if the database cannot be asked now. */
    synchronized OptionalInt attempts(Fault.Op op, String database, String token, String id) {
        String url = urls.get(database);
        if (url == null) {
            return OptionalInt.empty();
        }
        try {
            Connection open = connections.get(database);
            if (open == null) {
                open = DriverManager.getConnection(url + "&connectTimeout=1&socketTimeout=3");
                connections.put(database, open);
            }
            return ask(open, op == Fault.Op.CREATE ? CREATES : DESTROYS, token, id);
        } catch (SQLException e) {
            connections.remove(database);
            return OptionalInt.empty();
        }
    }

    private static OptionalInt ask(Connection connection, String sql, String token, String id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, token);
            statement.setString(2, id);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return OptionalInt.of(row.getInt(1));
            }
        }
    }
}
