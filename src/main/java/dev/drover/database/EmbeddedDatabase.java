package dev.drover.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.util.FileSystemUtils;

/**
 * A real Postgres that lives in the data folder and belongs to this process. The library that brings it was made for tests:
 * what it switches off for speed is switched on again, and it asks for a password, since other users of this machine can
 * reach its port as well.
 */
final class EmbeddedDatabase implements AutoCloseable {
    private static final String NAME = "drover";
    private static final String USER = "postgres";
    // A start after a crash replays the log first.
    private static final Duration START = Duration.ofSeconds(60);
    private static final long LOG_LIMIT = 10L << 20;
    private static final Pattern ERROR = Pattern.compile("(FATAL|error): .*");

    private final EmbeddedPostgres server;
    private final Path dataDirectory;
    private final String password;

    private EmbeddedDatabase(EmbeddedPostgres server, Path dataDirectory, String password) {
        this.server = server;
        this.dataDirectory = dataDirectory;
        this.password = password;
    }

    /** Starts it, after stopping one that an earlier Drover left running in this folder. */
    static EmbeddedDatabase start(DataFolder folder) {
        try {
            Optional<Postmaster> leftover = Postmaster.of(folder.postgres());
            if (leftover.isPresent()) {
                leftover.get().stop();
            }
            tidy(folder);
            return launch(folder);
        } catch (IOException | SQLException failure) {
            throw doesNotStart(folder, failure);
        }
    }

    private static void tidy(DataFolder folder) throws IOException {
        if (!Password.isIn(folder.postgres())) {
            folder.setAside(folder.postgres());
        }
        deleteHalfUnpacked(folder.binaries());
        if (Files.exists(folder.log()) && Files.size(folder.log()) > LOG_LIMIT) {
            Files.delete(folder.log());
        }
    }

    // The library takes a file that is there for a whole one, even if it was killed while writing it.
    private static void deleteHalfUnpacked(Path binaries) throws IOException {
        if (!Files.isDirectory(binaries)) {
            return;
        }
        try (DirectoryStream<Path> unpacked = Files.newDirectoryStream(binaries)) {
            for (Path version : unpacked) {
                if (!Files.exists(version.resolve(".exists"))) {
                    FileSystemUtils.deleteRecursively(version);
                }
            }
        }
    }

    private static EmbeddedDatabase launch(DataFolder folder) throws IOException, SQLException {
        boolean first = !Password.isIn(folder.postgres());
        Password password = first ? Password.random() : Password.readFrom(folder.postgres());
        EmbeddedPostgres.Builder builder = settings(folder).setConnectConfig("password", password.value());
        EmbeddedPostgres server =
                first ? password.whileInFile(folder.path(), file -> start(builder, file)) : start(builder);
        EmbeddedDatabase database = new EmbeddedDatabase(server, folder.postgres(), password.value());
        database.createIfMissing();
        if (first) {
            password.writeTo(folder.postgres());
        }
        return database;
    }

    private static EmbeddedPostgres.Builder settings(DataFolder folder) {
        return EmbeddedPostgres.builder()
                .setDataDirectory(folder.postgres())
                .setCleanDataDirectory(false)
                .setOverrideWorkingDirectory(folder.binaries().toFile())
                .setRegisterShutdownHook(false)
                .setPGStartupWait(START)
                // A file and not a pipe: it is still there when Drover is killed and Postgres is not.
                .setOutputRedirector(Redirect.appendTo(folder.log().toFile()))
                .setErrorRedirector(Redirect.appendTo(folder.log().toFile()))
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "100")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("log_checkpoints", "off");
    }

    // These are options of initdb, whatever the library calls them. The collation is Postgres's own, so that an index
    // does
    // not depend on the C library of the machine.
    private static EmbeddedPostgres start(EmbeddedPostgres.Builder builder, Path passwordFile) throws IOException {
        return start(builder.setLocaleConfig("auth", "scram-sha-256")
                .setLocaleConfig("pwfile", passwordFile.toString())
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8")
                .setLocaleConfig("locale", "C"));
    }

    private static EmbeddedPostgres start(EmbeddedPostgres.Builder builder) throws IOException {
        try {
            return builder.start();
        } catch (IllegalStateException failure) {
            throw new IOException(failure);
        }
    }

    private static FailureAnalyzedException doesNotStart(DataFolder folder, Exception failure) {
        return new FailureAnalyzedException(
                "the embedded Postgres does not start ("
                        + lastError(folder.log()).orElse(failure.toString()) + ")",
                "see " + folder.log() + ", or set SPRING_DATASOURCE_URL to use another Postgres",
                failure);
    }

    private static Optional<String> lastError(Path log) {
        try (var lines = Files.lines(log)) {
            return lines.map(ERROR::matcher)
                    .filter(Matcher::find)
                    .map(Matcher::group)
                    .reduce((earlier, later) -> later);
        } catch (IOException | UncheckedIOException unreadable) {
            return Optional.empty();
        }
    }

    private void createIfMissing() throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            if (!isThere(statement)) {
                statement.execute("create database " + NAME);
            }
        }
    }

    private static boolean isThere(Statement statement) throws SQLException {
        try (ResultSet found = statement.executeQuery("select from pg_database where datname = '" + NAME + "'")) {
            return found.next();
        }
    }

    JdbcConnectionDetails connectionDetails() {
        return new JdbcConnectionDetails() {
            @Override
            public String getJdbcUrl() {
                return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + NAME;
            }

            @Override
            public String getUsername() {
                return USER;
            }

            @Override
            public String getPassword() {
                return password;
            }
        };
    }

    @Override
    public void close() throws IOException {
        Optional<Postmaster> running = Postmaster.of(dataDirectory);
        server.close();
        if (running.isPresent()) {
            running.get().awaitExit(); // the library only waits for 5 s
        }
    }
}
