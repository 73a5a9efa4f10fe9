package dev.drover.provider;

import dev.drover.database.Rows;
import dev.drover.work.DatabaseClock;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What is the same for all replicas on one database: the owner id that every instance of theirs carries. */
@Component
public class Installation {
    private final JdbcClient jdbc;
    private final DatabaseClock clock;
    private final String configured;

    Installation(JdbcClient jdbc, DatabaseClock clock, @Value("${drover.owner:}") String configured) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.configured = configured;
    }

    /** The owner id. The first replica to ask decides it: as configured, or else a random one. */
    public String owner() {
        jdbc.sql("insert into installation (owner, created_at) values (:owner, :now) on conflict do nothing")
                .param("owner", configured.isBlank() ? UUID.randomUUID().toString() : configured)
                .param("now", Rows.timestamp(clock.now()))
                .update();
        return jdbc.sql("select owner from installation").query(String.class).single();
    }
}
