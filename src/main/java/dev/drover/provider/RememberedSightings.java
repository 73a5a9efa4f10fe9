package dev.drover.provider;

import dev.drover.database.Rows;
import dev.drover.provider.spi.ProviderSource.Sighting;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** What was found at a place before, so that a replica that starts while it is away knows it all the same. */
@Component
class RememberedSightings {
    private final JdbcClient jdbc;

    RememberedSightings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Those that members are made by, or that a group declares or declared. What nobody uses is not waited for. */
    List<Sighting> inUse(String place) {
        return jdbc.sql("""
                select * from sighting s
                 where place = :place
                   and (exists (select from member m where m.provider = s.name and m.state <> 'ENDED')
                        or exists (select from declaration d join fleet_group g on g.id = d.group_id
                                    where g.state <> 'DELETED'
                                      and s.name in (d.spec #>> '{instance,provider}', d.spec #>> '{flavor,provider}')))
                 order by name
                """)
                .param("place", place)
                .query((row, number) -> new Sighting(
                        Objects.requireNonNull(row.getString("name")),
                        row.getBoolean("instances"),
                        row.getBoolean("flavor"),
                        Rows.tree(Objects.requireNonNull(row.getString("interfaces")))
                                .valueStream()
                                .map(JsonNode::asString)
                                .toList()))
                .list();
    }

    void remember(String place, Sighting sighting, Instant now) {
        jdbc.sql("""
                insert into sighting (place, name, instances, flavor, interfaces, seen_at)
                values (:place, :name, :instances, :flavor, :interfaces::jsonb, :now)
                on conflict (place, name) do update
                   set instances = excluded.instances, flavor = excluded.flavor, interfaces = excluded.interfaces,
                       seen_at = excluded.seen_at
                """)
                .param("place", place)
                .param("name", sighting.name())
                .param("instances", sighting.instances())
                .param("flavor", sighting.flavor())
                .param("interfaces", Rows.json(sighting.interfaces()))
                .param("now", Rows.timestamp(now))
                .update();
    }
}
