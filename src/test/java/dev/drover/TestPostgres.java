package dev.drover;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
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
 * It is an embedded one, or a container of {@code DROVER_TEST_POSTGRES_IMAGE} if that is set and there is a Docker engine.
 */
public final class TestPostgres {
    private static final String TEMPLATE = "migrated";
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

    private record Server(String address, String user, String password) {
        static final Server RUNNING = start();

        private static Server start() {
            String image = System.getenv("DROVER_TEST_POSTGRES_IMAGE");
            boolean container = image != null
                    && !image.isBlank()
                    && DockerClientFactory.instance().isDockerAvailable();
            Server server = container ? container(image) : embedded();
            server.execute("create database " + TEMPLATE);
            Flyway.configure()
                    .dataSource(dataSource(server.database(TEMPLATE)))
                    .locations("classpath:db/migration")
                    .load()
                    .migrate();
            return server;
        }

        // Ends with the container engine's own care for it, or with this JVM.
        @SuppressWarnings("resource")
        private static Server container(String image) {
            PostgreSQLContainer container =
                    new PostgreSQLContainer(DockerImageName.parse(image).asCompatibleSubstituteFor("postgres"));
            Runtime.getRuntime().addShutdownHook(new Thread(container::stop));
            container.start();
            return new Server(
                    container.getHost() + ":" + container.getFirstMappedPort(),
                    container.getUsername(),
                    container.getPassword());
        }

        // It stops itself when this JVM ends, and is as fast and as forgetful as its library likes it to be.
        private static Server embedded() {
            try {
                EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                        .setLocaleConfig("locale", "C")
                        .start();
                return new Server("127.0.0.1:" + postgres.getPort(), "postgres", "postgres");
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
