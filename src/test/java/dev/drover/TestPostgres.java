package dev.drover;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * One Postgres for all tests of this JVM, and in it as many databases as they like, each a copy of one that Flyway has migrated.
 * It is an embedded one, or a container of {@code DROVER_TEST_POSTGRES_IMAGE} if that is set and there is a Docker engine. Which of
 * the two it is stands in {@code target/test-postgres.txt}, for whoever has to know that tests ran where they were meant to.
 */
public final class TestPostgres {
    private static final String TEMPLATE = "migrated";
    private static final Path SAID = Path.of("target/test-postgres.txt");
    /** What the library of the embedded one sets: as fast, as forgetful, with as many connections. */
    private static final Map<String, String> SETTINGS =
            Map.of("fsync", "off", "synchronous_commit", "off", "max_connections", "300");

    private static final AtomicInteger COUNT = new AtomicInteger();

    private TestPostgres() {}

    /** A new database with Drover's schema and nothing in it. */
    public static DataSource freshDatabase() {
        return dataSource(freshConnection());
    }

    /** The same, as Spring Boot wants it. */
    public static JdbcConnectionDetails freshConnection() {
        String name = "test_" + COUNT.incrementAndGet();
        Server.RUNNING.execute("create database " + name + " template " + TEMPLATE);
        return Server.RUNNING.database(name);
    }

    /** A new connection for each that is asked for: for tests that need a certain number of them. */
    public static DataSource dataSource(JdbcConnectionDetails details) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(details.getJdbcUrl());
        source.setUser(details.getUsername());
        source.setPassword(details.getPassword());
        return source;
    }

    /** Whether it is a container. */
    static boolean contained() {
        return Server.RUNNING.container;
    }

    /** Whether it is to be a container: there is an image, and an engine that answers. */
    static boolean containable() {
        return !image().isBlank() && DockerClientFactory.instance().isDockerAvailable();
    }

    private static String image() {
        return Objects.requireNonNullElse(System.getenv("DROVER_TEST_POSTGRES_IMAGE"), "");
    }

    static Map<String, String> settings() {
        return SETTINGS;
    }

    private record Server(String address, String user, String password, boolean container) {
        static final Server RUNNING = start();

        private static Server start() {
            Server server = containable() ? container(image()) : embedded();
            server.execute("create database " + TEMPLATE);
            Flyway.configure()
                    .dataSource(dataSource(server.database(TEMPLATE)))
                    .locations("classpath:db/migration")
                    .load()
                    .migrate();
            return server;
        }

        /**
         * It ends with this JVM, not with the context of a test: the next one wants a database of it, too. So it is no bean, as
         * {@code @ServiceConnection} would have it.
         */
        @SuppressWarnings("resource")
        private static Server container(String image) {
            List<String> command = new ArrayList<>(List.of("postgres"));
            SETTINGS.forEach((key, value) -> command.addAll(List.of("-c", key + "=" + value)));
            PostgreSQLContainer container =
                    new PostgreSQLContainer(DockerImageName.parse(image).asCompatibleSubstituteFor("postgres"));
            container
                    .withLabel("dev.drover.test", "postgres")
                    .withEnv("POSTGRES_INITDB_ARGS", "--locale=C --encoding=UTF8")
                    .setCommand(command.toArray(String[]::new));
            Runtime.getRuntime().addShutdownHook(new Thread(container::stop));
            container.start();
            say("container " + container.getContainerId() + " of " + image);
            return new Server(
                    container.getHost() + ":" + container.getFirstMappedPort(),
                    container.getUsername(),
                    container.getPassword(),
                    true);
        }

        // It stops itself when this JVM ends, and is as fast and as forgetful as its library likes it to be.
        private static Server embedded() {
            try {
                EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                        .setLocaleConfig("locale", "C")
                        .start();
                say("embedded");
                return new Server("127.0.0.1:" + postgres.getPort(), "postgres", "postgres", false);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        private static void say(String which) {
            try {
                Files.createDirectories(SAID.getParent());
                Files.writeString(SAID, which + "\n");
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        void execute(String sql) {
            try (Connection connection = dataSource(database("postgres")).getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException failure) {
                throw new IllegalStateException(failure);
            }
        }

        JdbcConnectionDetails database(String name) {
            return new JdbcConnectionDetails() {
                @Override
                public String getJdbcUrl() {
                    return "jdbc:postgresql://" + address + "/" + name;
                }

                @Override
                public String getUsername() {
                    return user;
                }

                @Override
                public String getPassword() {
                    return password;
                }
            };
        }
    }
}
