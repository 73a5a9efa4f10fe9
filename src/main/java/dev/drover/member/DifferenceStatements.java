package dev.drover.member;

import dev.drover.database.Rows;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Writes differences, one statement for each kind. The rows are locked, so that each has to be as it was read: otherwise
 * {@link RowMoved}.
 */
@Component
class DifferenceStatements {
    private final JdbcClient jdbc;

    DifferenceStatements(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** In the transaction that has locked the rows. */
    void write(Differences differences) {
        found(differences.found());
        again(differences);
        phased(differences);
        reached(differences.reached());
    }

    private void found(List<Differences.Found> found) {
        if (found.isEmpty()) {
            return;
        }
        int written = jdbc.sql("""
                update member m set found = x.instance
                  from json_to_recordset(:rows::json) as x(group_id bigint, number integer, instance jsonb)
                 where m.group_id = x.group_id and m.number = x.number and m.provider_id is null and m.found is null
                   and m.state <> 'ENDED'
                """).param("rows", Rows.of(found)).update();
        RowMoved.unless(found.size(), written, "instances are found");
    }

    private void again(Differences differences) {
        if (differences.again().isEmpty()) {
            return;
        }
        int written = jdbc.sql("""
                update member m set missing_since = null
                  from json_to_recordset(:rows::json) as x(group_id bigint, number integer)
                 where m.group_id = x.group_id and m.number = x.number and m.missing_since <= :seen and m.state <> 'ENDED'
                """)
                .param("rows", Rows.of(differences.again()))
                .param("seen", Rows.timestamp(differences.seen()))
                .update();
        RowMoved.unless(differences.again().size(), written, "missing instances are listed again");
    }

    private void phased(Differences differences) {
        if (differences.phased().isEmpty()) {
            return;
        }
        int written = jdbc.sql("""
                update member m
                   set phase = x.phase, phase_since = :now, phase_detail = x.detail, ever_ready = m.ever_ready or x.ready,
                       fell_ill_at = case when x.phase = 'STOPPED' and (m.ever_ready or x.ready) then :now
                                          else m.fell_ill_at end,
                       probe_status = null, probe_reason = null, probe_since = null, streak = 0, streak_status = null
                  from json_to_recordset(:rows::json)
                       as x(group_id bigint, number integer, phase text, detail text, ready boolean)
                 where m.group_id = x.group_id and m.number = x.number and m.phase_since <= :seen and m.phase <> x.phase
                   and m.state <> 'ENDED'
                """)
                .param("rows", Rows.of(differences.phased()))
                .param("seen", Rows.timestamp(differences.seen()))
                .param("now", Rows.timestamp(differences.now()))
                .update();
        RowMoved.unless(differences.phased().size(), written, "instances change their phase");
    }

    private void reached(List<Differences.Reached> reached) {
        if (reached.isEmpty()) {
            return;
        }
        int written = jdbc.sql("""
                update member m set addresses = x.addresses, ports = x.ports
                  from json_to_recordset(:rows::json) as x(group_id bigint, number integer, addresses jsonb, ports jsonb)
                 where m.group_id = x.group_id and m.number = x.number and m.provider_id is not null and m.state <> 'ENDED'
                """).param("rows", Rows.of(reached)).update();
        RowMoved.unless(reached.size(), written, "instances change their addresses");
    }
}
