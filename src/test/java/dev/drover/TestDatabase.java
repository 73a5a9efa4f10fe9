package dev.drover;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** Gives an application under test a fresh database: {@code @SpringBootTest @Import(TestDatabase.class)}. */
@TestConfiguration(proxyBeanMethods = false)
public class TestDatabase {
    @Bean
    JdbcConnectionDetails freshDatabase() {
        return TestPostgres.freshConnection();
    }
}
