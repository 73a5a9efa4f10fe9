package dev.drover;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * Gives an application under test a fresh database: {@code @SpringBootTest @Import(TestDatabase.class)}. Where that is, in an
 * embedded Postgres or in a container, is decided by {@link TestPostgres} alone.
 */
@TestConfiguration(proxyBeanMethods = false)
public class TestDatabase {
    @Bean
    JdbcConnectionDetails freshDatabase() {
        return TestPostgres.freshConnection();
    }
}
