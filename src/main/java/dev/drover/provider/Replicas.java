package dev.drover.provider;

import dev.drover.database.Rows;
import dev.drover.work.DatabaseClock;
import dev.drover.work.Replica;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What each replica said of itself last. One that has been silent for too long counts as dead. */
@Component
public class Replicas {
    /** Rows of dead ones are kept for so long, for people who look. */
    private static final Duration REMEMBERED = Duration.ofDays(1);

    private final JdbcClient jdbc;
    private final DatabaseClock clock;
    private final ReplicaSettings settings;

    Replicas(JdbcClient jdbc, DatabaseClock clock, ReplicaSettings settings) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.settings = settings;
    }

    /**
     * One that lives.
     *
     * @param id new at every start
     * @param host the name of the machine that it runs on
     * @param since when it started
     * @param here whether it is this one
     */
    record Living(String id, String host, Instant since, Instant saidAt, boolean here) {}

    /** @param providers those that it has configured, each with the id of the host that its instances belong to, or null */
    void say(String host, Map<String, @Nullable String> providers, Instant now) {
        jdbc.sql("""
                insert into replica (id, host, since, said_at, providers)
                values (:id, :host, :now, :now, :providers::jsonb)
                on conflict (id) do update set said_at = excluded.said_at, providers = excluded.providers
                """)
                .param("id", Replica.ID)
                .param("host", host)
                .param("now", Rows.timestamp(now))
                .param("providers", Rows.json(providers))
                .update();
        jdbc.sql("delete from replica where said_at < :before")
                .param("before", Rows.timestamp(now.minus(REMEMBERED)))
                .update();
    }

    /** Those that have this provider configured, this one first. */
    List<Living> having(String provider) {
        return jdbc.sql("""
                select * from replica where said_at > :alive and jsonb_exists(providers, :provider)
                 order by id <> :own, host, id
                """)
                .param("alive", Rows.timestamp(aliveSince(clock.now())))
                .param("provider", provider)
                .param("own", Replica.ID)
                .query((row, number) -> new Living(
                        row.getString("id"),
                        row.getString("host"),
                        Objects.requireNonNull(Rows.instant(row, "since")),
                        Objects.requireNonNull(Rows.instant(row, "said_at")),
                        row.getString("id").equals(Replica.ID)))
                .list();
    }

    /** The names of the providers that other living replicas have configured. */
    public List<String> providersOfOthers() {
        return jdbc.sql("""
                select distinct jsonb_object_keys(providers) from replica where said_at > :alive and id <> :own
                """)
                .param("alive", Rows.timestamp(aliveSince(clock.now())))
                .param("own", Replica.ID)
                .query(String.class)
                .list();
    }

    /** Whoever has said something after this lives. */
    Instant aliveSince(Instant now) {
        return now.minus(settings.deadAfter());
    }
}
