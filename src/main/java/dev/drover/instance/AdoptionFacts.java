package dev.drover.instance;

import dev.drover.database.Rows;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.LogicalId;
import dev.drover.provider.spi.Token;
import dev.drover.spec.GroupName;
import dev.drover.spec.MemberId;
import dev.drover.work.DatabaseClock;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads what decides whether instances may become members of a group. */
@Component
class AdoptionFacts {
    private final JdbcClient jdbc;
    private final DatabaseClock clock;

    AdoptionFacts(JdbcClient jdbc, DatabaseClock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** @param revision what is to be taken over is said to run; null if nobody said */
    AdoptingGroup group(long id, @Nullable Integer revision) {
        return jdbc.sql(AdoptingGroup.SELECT)
                .param("id", id)
                .param("revision", revision)
                .query((row, number) -> AdoptingGroup.of(row))
                .single();
    }

    /**
     * The past of each, by its id. A destroy that was called and did not surely fail may come true at any time, and so may an
     * unlabel until its deadline.
     *
     * @param window how far listings may lag
     */
    Map<String, InstancePast> pasts(String provider, Duration window, Collection<Instance> instances) {
        Map<String, InstancePast> pasts = new HashMap<>();
        Instant now = clock.now();
        jdbc.sql("""
                select l.id, h.name as holder_group, h.number as holder, t.what, f.name as former_group,
                       t.member as former, b.member_index as former_index, c.actor, c.called_at,
                       (c.request ->> 'index')::integer as made_index,
                       coalesce(c.state = 'CALLED' and c.deadline >= :now, false) as under_way,
                       exists (select from call_by_hand d
                                where d.kind = 'DESTROY' and d.provider = :provider and d.provider_id = l.id
                                  and d.token = l.token and d.state <> 'FAILED')
                       or exists (select from orphan o
                                   where o.provider = :provider and o.provider_id = l.id and o.token = l.token
                                     and o.state in ('CALLED', 'DONE', 'UNKNOWN')) as destroyed,
                       coalesce(u.state = 'CALLED' or (u.doubt and u.deadline > :now)
                                or (u.state = 'DONE' and u.closed_at > :shown), false) as unlabelled
                  from json_to_recordset(:listed::json) as l(id text, token text, uuid uuid)
                  left join lateral (
                       select g.name, m.number from member m join fleet_group g on g.id = m.group_id
                        where m.state <> 'ENDED'
                          and (m.token = l.uuid or (m.provider = :provider and m.provider_id = l.id))
                        order by g.id, m.number limit 1) h on true
                  left join tombstone t on t.token = l.uuid
                  left join fleet_group f on f.id = t.group_id
                  left join member b on b.group_id = t.group_id and b.number = t.member
                  left join action u on u.group_id = t.group_id and u.member = t.member and u.kind = 'UNLABEL'
                  left join call_by_hand c on c.kind = 'PROVISION' and c.provider = :provider and c.token = l.token
                """)
                .param("provider", provider)
                .param("now", Rows.timestamp(now))
                .param("shown", Rows.timestamp(now.minus(window)))
                .param("listed", Rows.of(instances.stream().map(Listed::of).toList()))
                .query(row -> {
                    pasts.put(row.getString("id"), past(row));
                });
        return pasts;
    }

    private record Listed(
            String id, @Nullable String token, @Nullable UUID uuid) {
        static Listed of(Instance it) {
            Token token = it.token();
            return new Listed(it.id().value(), token == null ? null : token.value(), TokenIds.of(token));
        }
    }

    private static InstancePast past(ResultSet row) throws SQLException {
        return new InstancePast(
                member(row, "holder_group", "holder"),
                row.getString("what"),
                member(row, "former_group", "former"),
                index(row),
                row.getString("actor"),
                Rows.instant(row, "called_at"),
                row.getBoolean("under_way"),
                row.getBoolean("destroyed"),
                row.getBoolean("unlabelled"));
    }

    private static @Nullable MemberId member(ResultSet row, String group, String number) throws SQLException {
        String name = row.getString(group);
        return name == null ? null : new MemberId(new GroupName(name), row.getInt(number));
    }

    private static @Nullable Integer index(ResultSet row) throws SQLException {
        for (String column : List.of("former_index", "made_index")) {
            int index = row.getInt(column);
            if (!row.wasNull()) {
                return index;
            }
        }
        return null;
    }

    /** What the group's members hold. */
    Places places(long group) {
        Set<Integer> numbers = new HashSet<>();
        Set<Integer> indices = new HashSet<>();
        Map<LogicalId, Integer> pets = new HashMap<>();
        jdbc.sql("select number, state, member_index, logical_id from member where group_id = :group")
                .param("group", group)
                .query(row -> {
                    numbers.add(row.getInt("number"));
                    if (!row.getString("state").equals("ENDED")) {
                        indices.add(row.getInt("member_index"));
                        if (row.getString("logical_id") != null) {
                            pets.put(new LogicalId(row.getString("logical_id")), row.getInt("number"));
                        }
                    }
                });
        Map<LogicalId, Integer> kept = new HashMap<>();
        jdbc.sql("select logical_id, member_index from pet where group_id = :group")
                .param("group", group)
                .query(row -> {
                    kept.put(new LogicalId(row.getString("logical_id")), row.getInt("member_index"));
                });
        return new Places(numbers, indices, pets, kept);
    }
}
