package dev.drover.provider;

import dev.drover.database.Rows;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Until when providers want to be left alone: rows that all replicas respect. */
@Component
public class Throttling {
    private final JdbcClient jdbc;

    Throttling(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Until when nothing is made by this provider; empty if that is over. */
    public Optional<Instant> until(String provider, Instant now) {
        return jdbc.sql("select throttled_until from provider_state where name = :name and throttled_until > :now")
                .param("name", provider)
                .param("now", Rows.timestamp(now))
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }

    /** The provider asked to be left alone; one that asked for longer before is left alone for longer. */
    public void throttled(String provider, Instant until) {
        jdbc.sql("update provider_state set throttled_until = greatest(throttled_until, :until) where name = :name")
                .param("name", provider)
                .param("until", Rows.timestamp(until))
                .update();
    }
}
