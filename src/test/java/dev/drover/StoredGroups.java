package dev.drover;

import dev.drover.database.Rows;
import dev.drover.provider.spi.Capabilities;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Puts groups into the database as commands do, without asking whether they are right. */
@TestComponent
public class StoredGroups {
    public static final Capabilities CAPABILITIES =
            new Capabilities(true, true, true, true, false, true, Duration.ofSeconds(30), Duration.ZERO, 16);

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final JdbcClient jdbc;

    StoredGroups(JdbcClient jdbc) {
        this.jdbc = jdbc;
        jdbc.sql(
                        "insert into installation (owner, created_at) values ('test', clock_timestamp()) on conflict do nothing")
                .update();
    }

    /** A provider that no other test uses. */
    public String provider() {
        String name = "provider-" + COUNT.incrementAndGet();
        provider(name);
        return name;
    }

    public void provider(String name) {
        jdbc.sql("""
                insert into provider_state (name, type, capabilities) values (:name, 'fake', :capabilities::jsonb)
                on conflict do nothing
                """)
                .param("name", name)
                .param("capabilities", Rows.json(CAPABILITIES))
                .update();
    }

    /** A new group, and its id. */
    public long declare(String provider, int size) {
        String name = "stored-" + COUNT.incrementAndGet();
        long id = jdbc.sql("""
                insert into fleet_group (name, state, generation, cleared_at, created_at)
                values (:name, 'ACTIVE', 0, clock_timestamp(), clock_timestamp()) returning id
                """).param("name", name).query(Long.class).single();
        jdbc.sql(
                        "insert into revision values (:id, 1, :digest, jsonb_build_object('provider', :provider), '{}', clock_timestamp())")
                .param("provider", provider)
                .param("id", id)
                .param("digest", "digest of " + id)
                .update();
        resize(id, provider, size);
        return id;
    }

    /** Another size, though nothing is fenced. */
    public void resize(long group, String provider, int size) {
        jdbc.sql("update fleet_group set generation = generation + 1 where id = :id")
                .param("id", group)
                .update();
        jdbc.sql("""
                insert into declaration (group_id, generation, spec, size, revision, actor, declared_at)
                select id, generation, :spec::jsonb, :size, 1, 'test', clock_timestamp()
                  from fleet_group where id = :id
                """)
                .param("id", group)
                .param("size", size)
                .param("spec", """
                        {"allocation": {"size": %d}, "instance": {"provider": "%s", "properties": {"image": "good"}}}
                        """.formatted(size, provider))
                .update();
    }

    /** What every command does: nothing that was planned before is to be called any more. */
    public void fence(long group) {
        jdbc.sql("update fleet_group set epoch = epoch + 1, fence = epoch + 1 where id = :id")
                .param("id", group)
                .update();
    }

    public long count(String sql, long group) {
        return jdbc.sql("select count(*) from " + sql)
                .param("group", group)
                .query(Long.class)
                .single();
    }

    public String text(String sql, long group) {
        return jdbc.sql(sql).param("group", group).query(String.class).single();
    }

    public Instant instant(String sql, long group) {
        return jdbc.sql(sql)
                .param("group", group)
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }
}
