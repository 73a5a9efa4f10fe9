package dev.drover.history;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Makes a restored history readable. A logical copy holds the transactions of the server that it was taken from. Where they lie ahead
 * of this server's own, they would count as still running, and what happens now would stand before them: then everything gets new ids,
 * in the old order, and before anything that can happen here. Ids are never given twice, so that who goes on with an old one is told.
 */
@Component
class RestoredHistory implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(RestoredHistory.class);

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private volatile boolean running;

    RestoredHistory(JdbcClient jdbc, TransactionOperations transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    @Override
    public void start() {
        if (liesAhead()) {
            transactions.executeWithoutResult(status -> reset());
        }
        running = true;
    }

    private boolean liesAhead() {
        return jdbc.sql("""
                with written as (
                    (select tx from event order by tx desc limit 1) union all select tx from event_forgotten)
                select exists (select from written where tx >= pg_snapshot_xmax(pg_current_snapshot()))
                """).query(Boolean.class).single();
    }

    private void reset() {
        jdbc.sql("lock table event in share row exclusive mode").update();
        if (!liesAhead()) {
            return; // another replica was here first
        }
        long given = jdbc.sql("""
                select greatest((select coalesce(max(id), 0) from event), (select id from event_forgotten),
                                coalesce(pg_sequence_last_value(pg_get_serial_sequence('event', 'id')::regclass), 0))
                """).query(Long.class).single();
        // 2 is before every transaction: a server's own begin with 3.
        int events = jdbc.sql("""
                update event e set tx = '2', id = :given + n.number
                  from (select tx, id, row_number() over (order by tx, id) as number from event) n
                 where e.tx = n.tx and e.id = n.id
                """).param("given", given).update();
        jdbc.sql("update event_forgotten set tx = '2', id = :given")
                .param("given", given)
                .update();
        jdbc.sql("select setval(pg_get_serial_sequence('event', 'id')::regclass, :last)")
                .param("last", given + events + 1)
                .query(Long.class)
                .single();
        LOG.warn("this database was restored from that of another server: its {} events have new ids", events);
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before anything of this replica writes an event. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }
}
