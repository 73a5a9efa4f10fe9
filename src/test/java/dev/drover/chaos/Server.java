package dev.drover.chaos;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
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

    private final Template template;
    private final Path folder;
    private final int port;
    private Process process;

    private Server(Template template, Path folder, int port) throws IOException {
        this.template = template;
        this.folder = folder;
        this.port = port;
        this.process = launch();
    }

    /**
     * A stopped server with two empty databases of Drover's, to be copied.
     *
     * @param command how a postmaster is started here, without its arguments
     */
    record Template(Path data, List<String> command) {
        static Template make(Path folder) throws IOException {
            Path data = Server.data(folder);
            try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setLocaleConfig("locale", "C")
                    .start()) {
                for (String name : List.of(FIRST, SECOND)) {
                    execute(server.getJdbcUrl("postgres", "postgres"), "create database " + name);
                    Flyway.configure()
                            .dataSource(server.getDatabase("postgres", name))
                            .locations("classpath:db/migration")
                            .load()
                            .migrate();
                }
                return new Template(data, command(postmaster(data)));
            }
        }

        /** Postgres refuses to be root, and takes a namespace of its own for somebody else. */
        private static List<String> command(ProcessHandle postmaster) {
            String program = postmaster.info().command().orElseThrow();
            return "root".equals(System.getProperty("user.name"))
                    ? List.of("unshare", "-U", program)
                    : List.of(program);
        }
    }

    /** Starts a copy of the template. */
    static Server start(Template template, Path folder, int port) throws IOException {
        copy(template.data(), data(folder));
        copy(template.data(), base(folder));
        return new Server(template, folder, port);
    }

    private Process launch() throws IOException {
        List<String> command = new ArrayList<>(template.command());
        command.addAll(List.of("-D", data(folder).toString(), "-p", String.valueOf(port)));
        for (String setting : List.of(
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "fsync=on",
                "synchronous_commit=on",
                "full_page_writes=on",
                "max_connections=300",
                "shared_buffers=32MB",
                // All of the log since the copy was made, to play it again up to a moment.
                "wal_keep_size=4GB")) {
            command.addAll(List.of("-c", setting));
        }
        Process started = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("postgres.log").toFile()))
                .start();
        await("select 1 where not pg_is_in_recovery()");
        return started;
    }

    /** Until this answers a row. */
    private void await(String sql) {
        long begun = System.nanoTime();
        while (TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun) < 120) {
            try (Connection connection = connect("postgres");
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                if (row.next()) {
                    return;
                }
            } catch (SQLException e) {
                // not yet
            }
            Pause.millis(50);
        }
        throw new IllegalStateException("Postgres does not start: see " + folder.resolve("postgres.log"));
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

    /** A restore to an instant ends well only at a commit after it, and replicas that are stopped make none. */
    void commit() {
        execute(url("postgres"), "select pg_logical_emit_message(true, 'chaos', 'after what is restored')");
    }

    void kill() {
        Processes.killFamily(process.toHandle());
    }

    private static ProcessHandle postmaster(Path data) {
        try {
            String pid = Files.readAllLines(data.resolve("postmaster.pid")).getFirst();
            return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void startAgain() throws IOException {
        process = launch();
    }

    /**
     * After a kill: everything as it was at this instant. The copy from the beginning is brought forward with the log of the server
     * that died.
     */
    void restore(Instant until) throws IOException {
        Path died = folder.resolve("died-" + until.toEpochMilli());
        Files.move(data(folder), died);
        copy(base(folder), data(folder));
        Files.writeString(data(folder).resolve("postgresql.auto.conf"), """
                restore_command = 'cp "%s/%%f" "%%p"'
                recovery_target_time = '%s'
                recovery_target_action = 'promote'
                recovery_target_timeline = 'current'
                """.formatted(
                        died.resolve("pg_wal"),
                        until.truncatedTo(ChronoUnit.MICROS).toString().replace("Z", "+00")));
        Files.createFile(data(folder).resolve("recovery.signal"));
        startAgain();
        execute(url("postgres"), "alter system reset all");
        execute(url("postgres"), "checkpoint");
        stop();
        // The next restore begins here.
        FileSystemUtils.deleteRecursively(base(folder));
        FileSystemUtils.deleteRecursively(died);
        copy(data(folder), base(folder));
        startAgain();
    }

    /** Fast, but in good order: what was committed is in the files. */
    private void stop() throws IOException {
        new ProcessBuilder(
                        "kill", "-INT", String.valueOf(postmaster(data(folder)).pid()))
                .start()
                .onExit()
                .join();
        process.onExit().orTimeout(60, TimeUnit.SECONDS).join();
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
    public void close() {
        kill();
    }
}
