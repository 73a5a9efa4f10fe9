package dev.drover;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The Postgres of the tests is the one that was asked for, and both kinds are the same to them. */
@Tag("postgres")
class TestPostgresTests {
    private final JdbcClient jdbc = JdbcClient.create(TestPostgres.freshDatabase());

    @Test
    void itIsAContainerWhereThereIsAnImageAndAnEngineAndEmbeddedElsewhere() throws IOException {
        boolean loopback =
                one("select inet_server_addr() << '127.0.0.0/8'::inet").equals("true");

        assertThat(TestPostgres.contained()).isEqualTo(TestPostgres.containable());
        assertThat(loopback).isEqualTo(!TestPostgres.contained());
        assertThat(Files.readString(Path.of("target/test-postgres.txt")))
                .startsWith(TestPostgres.contained() ? "container " : "embedded");
    }

    @Test
    void bothAreSetAlike() {
        TestPostgres.settings()
                .forEach((key, value) -> assertThat(one("select current_setting('" + key + "')"))
                        .as(key)
                        .isEqualTo(value));
        assertThat(one("show server_encoding")).isEqualTo("UTF8");
        assertThat(one("select ('a' < 'B')::text")).as("sorted by code points").isEqualTo("false");
        assertThat(one("show server_version_num")).startsWith("18");
    }

    private String one(String sql) {
        return String.valueOf(jdbc.sql(sql).query().singleValue());
    }
}
