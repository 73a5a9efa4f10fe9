package dev.drover.provider;

import dev.drover.database.Rows;
import dev.drover.work.Wakes;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Concludes from what replicas say which providers nobody can ask, since when, and tells the groups concerned. */
@Component
class LostProviders {
    private static final Logger LOG = LoggerFactory.getLogger(LostProviders.class);
    /** Two that conclude at once would each count on what the other has not said yet. */
    private static final long LOCK = 7_305_808_869_229_538L;

    private final JdbcClient jdbc;
    private final Wakes wakes;

    LostProviders(JdbcClient jdbc, Wakes wakes) {
        this.jdbc = jdbc;
        this.wakes = wakes;
    }

    /**
     * Within a transaction in which this replica has said that it lives. A provider whose instances belong to a host is away, and
     * not missing, as long as nobody on that host says that it is configured there no longer.
     *
     * @param alive whoever has said something since then lives
     */
    void conclude(Instant alive, Instant now) {
        jdbc.sql("select pg_advisory_xact_lock(:lock)")
                .param("lock", LOCK)
                .query((row, number) -> true)
                .list();
        List<Turn> turns = jdbc.sql("""
                with seen as (
                    select p.name, p.host is not null as bound,
                           exists (select from replica r
                                    where r.said_at > :alive and jsonb_exists(r.providers, p.name)) as configured,
                           exists (select from replica r
                                    where r.said_at > :alive and r.providers ->> p.name = p.host) as at_home,
                           exists (select from replica r
                                    where r.said_at > :alive and r.host = p.host_name) as host_lives,
                           coalesce((select max(r.said_at) from replica r
                                      where jsonb_exists(r.providers, p.name)
                                        and (p.host is null or r.providers ->> p.name = p.host)), :now) as last
                      from provider_state p),
                judged as (
                    select name, last,
                           not configured and (not bound or host_lives) as nowhere,
                           bound and not at_home and (configured or not host_lives) as away
                      from seen)
                update provider_state p
                   set nowhere_since = case when j.nowhere then coalesce(p.nowhere_since, j.last) end,
                       away_since = case when j.away then coalesce(p.away_since, j.last) end,
                       reached_since = case when j.nowhere or j.away then p.reached_since else :now end
                  from judged j
                 where j.name = p.name
                   and ((p.nowhere_since is not null) <> j.nowhere or (p.away_since is not null) <> j.away)
                returning p.name, p.host_name, p.nowhere_since, p.away_since
                """)
                .param("alive", Rows.timestamp(alive))
                .param("now", Rows.timestamp(now))
                .query((row, number) -> new Turn(
                        row.getString("name"),
                        row.getString("host_name"),
                        Rows.instant(row, "nowhere_since"),
                        Rows.instant(row, "away_since")))
                .list();
        turns.forEach(it -> {
            it.tell();
            wakes.wake(groups(it.provider()));
        });
    }

    /** All groups that have members there, or declare that they want some. */
    private List<Long> groups(String provider) {
        return jdbc.sql("""
                select group_id from member where provider = :provider and state <> 'ENDED'
                union
                select g.id from fleet_group g
                  join declaration d on d.group_id = g.id and d.generation = g.generation
                 where g.state <> 'DELETED' and d.spec #>> '{instance,provider}' = :provider
                """).param("provider", provider).query(Long.class).list();
    }

    /** Told once, by whoever notices it. */
    private record Turn(
            String provider,
            @Nullable String host,
            @Nullable Instant nowhere,
            @Nullable Instant away) {
        void tell() {
            if (nowhere != null) {
                LOG.warn(
                        "no replica has provider {} configured since {}: nothing is made or taken away by it",
                        provider,
                        nowhere);
            } else if (away != null) {
                LOG.warn(
                        "host {}, to which the instances of provider {} belong, is away since {}: they are left as they are",
                        host,
                        provider,
                        away);
            } else {
                LOG.info("provider {} can be asked again", provider);
            }
        }
    }
}
