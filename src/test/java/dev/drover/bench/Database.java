package dev.drover.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** A Postgres of its own that loses nothing: {@code fsync} and {@code synchronous_commit} are on. */
final class Database implements AutoCloseable {
    private final EmbeddedPostgres server;
    private final SingleConnectionDataSource connection;
    private final JdbcClient jdbc;

    Database(Path folder) {
        try {
            this.server = EmbeddedPostgres.builder()
                    .setLocaleConfig("locale", "C")
                    .setDataDirectory(folder)
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("max_connections", "100")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.connection = new SingleConnectionDataSource(url(), true);
        this.jdbc = JdbcClient.create(connection);
    }

    String url() {
        return server.getJdbcUrl("postgres", "postgres");
    }

    JdbcClient sql() {
        return jdbc;
    }

    String version() {
        return jdbc.sql("show server_version").query(String.class).single();
    }

    /** The settings that decide what a commit costs. */
    String durability() {
        return sql().sql("""
                        select string_agg(name || ' ' || setting, ', ' order by name) from pg_settings
                         where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'wal_sync_method')
                        """).query(String.class).single();
    }

    long number(String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }

    /** Transactions that wrote something, since the database was made. */
    long written() {
        return number("select pg_snapshot_xmax(pg_current_snapshot())::text::bigint");
    }

    /** How often the log was forced to disk. A backend that has become idle reports its part after ten seconds only. */
    long fsyncs() {
        return JdbcClient.create(new DriverManagerDataSource(url()))
                .sql("select sum(fsyncs)::bigint from pg_stat_io where object = 'wal'")
                .query(Long.class)
                .single();
    }

    /** Processor time of all of its processes so far, in seconds. */
    double processorSeconds() {
        return Processor.ofFamily(postmaster());
    }

    private long postmaster() {
        return List.of(jdbc.sql("select pg_read_file('postmaster.pid')")
                        .query(String.class)
                        .single()
                        .split("\n"))
                .stream()
                .mapToLong(it -> Long.parseLong(it.strip()))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        connection.destroy();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
