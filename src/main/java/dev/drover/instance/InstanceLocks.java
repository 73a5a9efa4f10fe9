package dev.drover.instance;

import java.util.Collection;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Locks instances, of which there may be no row, until the transaction ends: each is destroyed by hand or adopted, not both. */
@Component
class InstanceLocks {
    private final JdbcClient jdbc;

    InstanceLocks(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Waits for whoever has one of them. To be called before anything is read that it guards, and after the group is locked, by
     * who locks one.
     *
     * @param tokens of instances of which one may become a member: a token is one member's, at whatever provider
     */
    void lock(String provider, Collection<String> ids, Collection<String> tokens) {
        jdbc.sql("""
                select count(pg_advisory_xact_lock(key))
                  from (select hashtextextended(:provider || ' ' || id, 0) as key from unnest(:ids::text[]) as x(id)
                         union
                        select hashtextextended('token ' || token, 0) from unnest(:tokens::text[]) as y(token)
                         order by key) sorted
                """)
                .param("provider", provider)
                .param("ids", ids.toArray(String[]::new))
                .param("tokens", tokens.toArray(String[]::new))
                .query(Long.class)
                .single();
    }
}
