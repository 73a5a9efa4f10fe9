package dev.drover.provider.simulator;

import dev.drover.database.Rows;
import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.Token;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Changes and ends the instances of one cloud. */
final class Changes {
    private static final String EXISTS = " (gone_at is null or gone_at > :now) ";
    private static final String DIE = """
            update simulated_instance
               set dies_at = :now, killed = true,
                   gone_at = case when vanishes then :now else gone_at end,
                   unlisted_from = case when vanishes then :unlistedFrom else unlisted_from end
             where provider = :provider and %s
            """.formatted(Instances.LIVING);
    /** What is not listed any more is of no use to anybody. */
    private static final String FORGET =
            "delete from simulated_instance where provider = :provider and unlisted_from <= :now";

    private final Cloud cloud;
    private final JdbcClient jdbc;

    Changes(Cloud cloud, JdbcClient jdbc) {
        this.cloud = cloud;
        this.jdbc = jdbc;
    }

    /** Counts a call to destroy it. Empty if it does not exist. */
    OptionalInt attempt(ProviderId id, Token token, Instant now) {
        List<Integer> attempts = statement("""
                        update simulated_instance set destroys = destroys + 1
                         where provider = :provider and id = :id and token = :token and %s
                        returning destroys
                        """.formatted(EXISTS), now)
                .param("id", id.value())
                .param("token", token.value())
                .query(Integer.class)
                .list();
        return attempts.stream().mapToInt(it -> it).findFirst();
    }

    /** Begins to destroy it. False if it does not exist, or not with this token. */
    boolean destroy(ProviderId id, Token token, Knobs knobs, Instant now) {
        Instant goneAt = now.plus(knobs.duration(Knob.STOP_DELAY));
        return statement("""
                        update simulated_instance
                           set gone_at = least(gone_at, :goneAt), unlisted_from = least(unlisted_from, :unlistedFrom)
                         where provider = :provider and id = :id and token = :token and %s
                        """.formatted(EXISTS), now)
                        .param("id", id.value())
                        .param("token", token.value())
                        .param("goneAt", Rows.timestamp(goneAt))
                        .param("unlistedFrom", Rows.timestamp(goneAt.plus(knobs.duration(Knob.LISTING_LAG))))
                        .update()
                > 0;
    }

    /** These die now, as far as they live. */
    List<String> kill(List<String> ids, Knobs knobs, Instant now) {
        return dying(DIE + " and id in (:ids) returning id", knobs, now)
                .param("ids", ids)
                .query(String.class)
                .list();
    }

    /** So many of those that live die now, rounded up. */
    List<String> kill(double share, Knobs knobs, Instant now) {
        return dying(DIE + """
                         and id in (
                            select id from simulated_instance where provider = :provider and %1$s order by md5(:salt || id)
                             limit (select ceil(count(*) * :share::numeric) from simulated_instance
                                     where provider = :provider and %1$s))
                        returning id
                        """.formatted(Instances.LIVING), knobs, now)
                .param("salt", cloud.seed() + "/" + cloud.number() + "/")
                .param("share", share)
                .query(String.class)
                .list();
    }

    /** How many there were of which listings show nothing any more. */
    int forget(Instant now) {
        return statement(FORGET, now).update();
    }

    /** Sets these labels. False if it does not exist. */
    boolean label(ProviderId id, Map<String, String> labels, Instant now) {
        return statement("""
                        update simulated_instance set labels = labels || :labels::jsonb
                         where provider = :provider and id = :id and %s
                        """.formatted(EXISTS), now)
                        .param("id", id.value())
                        .param("labels", Rows.json(labels))
                        .update()
                > 0;
    }

    /** Takes these labels away. False if it does not exist. */
    boolean unlabel(ProviderId id, Set<String> keys, Instant now) {
        return statement("""
                        update simulated_instance set labels = labels - :keys::text[]
                         where provider = :provider and id = :id and %s
                        """.formatted(EXISTS), now)
                        .param("id", id.value())
                        .param("keys", keys.toArray(String[]::new))
                        .update()
                > 0;
    }

    private JdbcClient.StatementSpec dying(String sql, Knobs knobs, Instant now) {
        return statement(sql, now).param("unlistedFrom", Rows.timestamp(now.plus(knobs.duration(Knob.LISTING_LAG))));
    }

    private JdbcClient.StatementSpec statement(String sql, Instant now) {
        return jdbc.sql(sql).param("provider", cloud.name()).param("now", Rows.timestamp(now));
    }
}
