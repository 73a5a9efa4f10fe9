package dev.drover.instance;

import dev.drover.database.Rows;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Labels;
import dev.drover.provider.spi.Token;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Compares listed instances with members, tombstones and calls by hand. */
@Component
class Standings {
    private final JdbcClient jdbc;

    Standings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The standing of each, by its id. A member's instance has the member's id and its token, or the token of one not bound yet. */
    Map<String, Standing> of(String provider, List<Instance> instances) {
        Map<String, Standing> standings = new HashMap<>();
        jdbc.sql("""
                select l.id, l.labelled, t.what, c.body ->> 'logicalId' as asked_logical_id,
                       g.name as group_name, coalesce(b.number, w.number) as number,
                       coalesce(b.logical_id, w.logical_id) as logical_id, d.number is not null as duplicate,
                       o.because, o.first_seen, o.state as orphan_state, o.attempts, o.error
                  from json_to_recordset(:listed::json) as l(id text, token text, uuid uuid, labelled text)
                  left join member b on b.provider = :provider and b.provider_id = l.id and b.state <> 'ENDED'
                                    and (l.token is null or b.token = l.uuid)
                  left join member w on w.provider = :provider and w.token = l.uuid and w.provider_id is null
                                    and w.state <> 'ENDED'
                  left join member d on d.provider = :provider and d.token = l.uuid and d.provider_id <> l.id
                                    and d.state <> 'ENDED'
                  left join orphan o on o.provider = :provider and o.provider_id = l.id and o.token = coalesce(l.token, '')
                  left join fleet_group g on g.id = coalesce(b.group_id, w.group_id)
                  left join tombstone t on t.token = l.uuid
                  left join call_by_hand c on c.kind = 'PROVISION' and c.provider = :provider and c.token = l.token
                """)
                .param("provider", provider)
                .param("listed", Rows.of(instances.stream().map(Listed::of).toList()))
                .query(row -> {
                    standings.put(row.getString("id"), Standing.of(row));
                });
        return standings;
    }

    private record Listed(
            String id,
            @Nullable String token,
            @Nullable UUID uuid,
            @Nullable String labelled) {
        static Listed of(Instance it) {
            Token token = it.token();
            return new Listed(
                    it.id().value(),
                    token == null ? null : token.value(),
                    TokenIds.of(token),
                    it.labels().get(Labels.GROUP));
        }
    }
}
