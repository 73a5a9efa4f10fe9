package dev.drover.provider.simulator;

import dev.drover.database.Rows;
import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.Token;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the instances of one cloud. */
final class Instances {
    /** What lives, as a condition on {@code simulated_instance}. */
    static final String LIVING = "(dies_at is null or dies_at > :now) and (gone_at is null or gone_at > :now)";

    private static final String SELECT =
            "select " + StoredInstance.COLUMNS + " from simulated_instance where provider = :provider ";
    private static final String LISTED =
            " and listed_from <= :now and (unlisted_from is null or unlisted_from > :now) ";
    private static final int PAGE = 1000;

    private final String provider;
    private final JdbcClient jdbc;

    Instances(String provider, JdbcClient jdbc) {
        this.provider = provider;
        this.jdbc = jdbc;
    }

    /** The instances with these labels that listings show now, a page of them. */
    List<StoredInstance> page(Map<String, String> labels, String after, Instant now) {
        return select(SELECT + LISTED + " and id > :after and labels @> :labels::jsonb order by id limit :page", now)
                .param("after", after)
                .param("labels", Rows.json(labels))
                .param("page", PAGE)
                .query((row, number) -> StoredInstance.of(row))
                .list();
    }

    static boolean isLast(List<StoredInstance> page) {
        return page.size() < PAGE;
    }

    /** The instance with this token that listings show now. */
    Optional<StoredInstance> listed(Token token, Instant now) {
        return select(SELECT + LISTED + " and token = :token order by copy limit 1", now)
                .param("token", token.value())
                .query((row, number) -> StoredInstance.of(row))
                .optional();
    }

    /** The instance with this token that exists, whatever listings show. */
    Optional<StoredInstance> existing(Token token, Instant now) {
        return select(SELECT + " and token = :token and (gone_at is null or gone_at > :now) order by copy limit 1", now)
                .param("token", token.value())
                .query((row, number) -> StoredInstance.of(row))
                .optional();
    }

    /** The instance with this id that exists, whatever listings show. */
    Optional<StoredInstance> existing(ProviderId id, Instant now) {
        return select(SELECT + " and id = :id and (gone_at is null or gone_at > :now)", now)
                .param("id", id.value())
                .query((row, number) -> StoredInstance.of(row))
                .optional();
    }

    /** Those of these ids that live. */
    List<String> living(List<String> ids, Instant now) {
        return select(
                        "select id from simulated_instance where provider = :provider and id in (:ids) and " + LIVING,
                        now)
                .param("ids", ids)
                .query(String.class)
                .list();
    }

    /** @param dead stopped, and not destroyed yet */
    record Counts(long starting, long running, long dead) {
        long living() {
            return starting + running;
        }
    }

    Counts counts(Instant now) {
        return select("""
                        select count(*) filter (where %1$s and runs_at > :now) as starting,
                               count(*) filter (where %1$s and runs_at <= :now) as running,
                               count(*) filter (where dies_at <= :now and (gone_at is null or gone_at > :now)) as dead
                          from simulated_instance where provider = :provider
                        """.formatted(LIVING), now)
                .query((row, number) ->
                        new Counts(row.getLong("starting"), row.getLong("running"), row.getLong("dead")))
                .single();
    }

    private JdbcClient.StatementSpec select(String sql, Instant now) {
        return jdbc.sql(sql).param("provider", provider).param("now", Rows.timestamp(now));
    }
}
