package dev.drover.chaos;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.springframework.util.FileSystemUtils;

/**
 * A Postgres that loses nothing, as long as nobody takes it from it: it can be killed, started again, and put back to what it was a
 * moment ago, with all that was committed until then and nothing of what came later.
 */
final class Server implements AutoCloseable {
    static final String FIRST = "drover";
    static final String SECOND = "other";

    private final Path folder;
    private final int port;
    private EmbeddedPostgres postgres;

    private Server(Path folder, int port) throws IOException {
        this.folder = folder;
        this.port = port;
        this.postgres = builder(data(folder), port).start();
    }

    /** Makes a stopped server with two empty databases of Drover's, to be copied. */
    static void template(Path folder) throws IOException {
        Path data = data(folder);
        try (EmbeddedPostgres server = builder(data, 0).setLocaleConfig("locale", "C").start()) {
            for (String name : new String[] {FIRST, SECOND}) {
                execute(server.getJdbcUrl("postgres", "postgres"), "create database " + name);
                Flyway.configure()
                        .dataSource(server.getDatabase("postgres", name))
                        .locations("classpath:db/migration")
                        .load()
                        .migrate();
            }
        }
    }

    /** Starts a copy of the template. */
    static Server start(Path template, Path folder, int port) throws IOException {
        copy(data(template), data(folder));
        copy(data(template), base(folder));
        return new Server(folder, port);
    }

    private static EmbeddedPostgres.Builder builder(Path data, int port) {
        Path log = data.resolveSibling("postgres.log");
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "120")
                .setServerConfig("shared_buffers", "32MB")
                // All of the log since the copy was made, to play it again up to a moment.
                .setServerConfig("wal_keep_size", "4GB")
                .setServerConfig("unix_socket_directories", "");
        return port == 0 ? builder : builder.setPort(port);
    }

    private static Path data(Path folder) {
        return folder.resolve("postgres");
    }

    private static Path base(Path folder) {
        return folder.resolve("base");
    }

    int port() {
        return port;
    }

    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=postgres&password=postgres";
    }

    Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(url(database) + "&connectTimeout=5&socketTimeout=20");
    }

    /** Ends all connections but ours. */
    void terminateConnections() {
        try {
            execute(
                    url(FIRST),
                    "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()"
                            + " and backend_type = 'client backend'");
        } catch (IllegalStateException e) {
            // it is away as a whole
        }
    }

    private static void execute(String url, String sql) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void kill() {
        Processes.killFamily(postmaster());
    }

    private ProcessHandle postmaster() {
        try {
            String pid = Files.readAllLines(data(folder).resolve("postmaster.pid")).getFirst();
            return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void startAgain() throws IOException {
        postgres = builder(data(folder), port).start();
    }

    /**
     * After a kill: everything as it was at this instant. The copy from the beginning is brought forward with the log of the server
     * that died.
     */
    void restore(Instant until) throws IOException {
        Path died = folder.resolve("died-" + until.toEpochMilli());
        Files.move(data(folder), died);
        copy(base(folder), data(folder));
        Files.writeString(
                data(folder).resolve("postgresql.auto.conf"),
                """
                restore_command = 'cp "%s/%%f" "%%p"'
                recovery_target_time = '%s'
                recovery_target_action = 'promote'
                recovery_target_timeline = 'current'
                """.formatted(died.resolve("pg_wal"), until));
        Files.createFile(data(folder).resolve("recovery.signal"));
        startAgain();
        awaitPromotion();
        execute(url("postgres"), "alter system reset all");
        // The next restore begins here.
        postgres.close();
        postgres.getProcess().destroy();
        FileSystemUtils.deleteRecursively(base(folder));
        FileSystemUtils.deleteRecursively(died);
        copy(data(folder), base(folder));
        startAgain();
    }

    private void awaitPromotion() {
        long begun = System.nanoTime();
        while (TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun) < 60) {
            try (Connection connection = connect("postgres");
                    Statement statement = connection.createStatement();
                    var row = statement.executeQuery("select pg_is_in_recovery()")) {
                row.next();
                if (!row.getBoolean(1)) {
                    return;
                }
            } catch (SQLException e) {
                // not yet
            }
            Pause.millis(50);
        }
        throw new IllegalStateException("the restored server does not end its recovery: see " + folder);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        try {
            int code = new ProcessBuilder("cp", "-a", from.toString(), to.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IOException("cp ends with " + code);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
