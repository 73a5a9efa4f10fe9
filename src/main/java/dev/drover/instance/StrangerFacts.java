package dev.drover.instance;

import dev.drover.database.Rows;
import dev.drover.instance.Suspicion.What;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Labels;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.Token;
import dev.drover.spec.GroupName;
import dev.drover.spec.MemberId;
import dev.drover.work.DatabaseClock;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Reads what is known of instances that are, as far as the members tell, none of theirs. A member's row was lost if the labels are
 * whole, no trace of the token is left, and the group they name lacks a member: otherwise it would be one too many, and the
 * group would destroy a machine of which it knows nothing. Pets are not found again: no label says which one it is.
 */
@Component
class StrangerFacts {
    private final JdbcClient jdbc;
    private final DatabaseClock clock;

    StrangerFacts(JdbcClient jdbc, DatabaseClock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** One for each instance, in their order. */
    List<Stranger> of(String provider, List<Instance> instances) {
        List<Listed> listed = new ArrayList<>();
        instances.forEach(it -> listed.add(Listed.of(listed.size(), it)));
        return jdbc.sql("""
                select l.position, l.uuid, g.id as labelled,
                       h.group_id as holder_group, hg.name as holder_name, h.number as holder, h.provider as holder_provider,
                       h.provider_id as holder_id,
                       t.what as tombstone, t.group_id as past_group, t.member as past_member, tg.name as past_name,
                       case when t.member is not null then exists (
                            select from action a
                             where a.group_id = t.group_id and a.member = t.member and a.kind = 'PROVISION'
                               and a.deadline > :now)
                            else false end as under_way,
                       case when t.token is null and h.number is null and g.state = 'ACTIVE' and l.whole then exists (
                            select from declaration d
                              join revision r on r.group_id = g.id and r.number = l.revision
                             where d.group_id = g.id and d.generation = g.generation
                               and d.spec #> '{allocation,logicalIds}' is null
                               and r.instance ->> 'provider' = :provider
                               and d.size > (select count(*) from member m where m.group_id = g.id and m.state <> 'ENDED')
                               and not exists (select from member m where m.group_id = g.id and m.number = l.number)
                               and not exists (select from member m where m.provider = :provider and m.provider_id = l.id
                                                                      and m.state <> 'ENDED')
                               and not exists (select from call_by_hand c
                                                where c.kind = 'DESTROY' and c.provider = :provider and c.provider_id = l.id
                                                  and c.token = l.token and c.state <> 'FAILED'))
                            else false end as lost,
                       o.*
                  from json_to_recordset(:listed::json)
                       as l(position integer, id text, token text, uuid uuid, labelled text, number integer,
                            revision integer, whole boolean)
                  left join fleet_group g on g.name = l.labelled and g.state <> 'DELETED'
                  left join member h on h.token = l.uuid and h.state <> 'ENDED'
                  left join fleet_group hg on hg.id = h.group_id
                  left join tombstone t on t.token = l.uuid
                  left join fleet_group tg on tg.id = t.group_id
                  left join orphan o on o.provider = :provider and o.provider_id = l.id and o.token = l.token
                 order by l.position
                """)
                .param("provider", provider)
                .param("now", Rows.timestamp(clock.now()))
                .param("listed", Rows.of(listed))
                .query((row, number) -> stranger(instances.get(row.getInt("position")), provider, row))
                .list();
    }

    private static Stranger stranger(Instance instance, String provider, ResultSet row) throws SQLException {
        return new Stranger(
                instance,
                row.getObject("uuid", UUID.class),
                holder(provider, row),
                past(row),
                number(row, "labelled"),
                row.getBoolean("lost"),
                row.getString("provider_id") == null ? null : Orphan.of(row));
    }

    private static Stranger.@Nullable Holder holder(String provider, ResultSet row) throws SQLException {
        String group = row.getString("holder_name");
        return group == null
                ? null
                : new Stranger.Holder(
                        row.getLong("holder_group"),
                        new MemberId(new GroupName(group), row.getInt("holder")),
                        provider.equals(row.getString("holder_provider")),
                        row.getString("holder_id"));
    }

    private static Stranger.@Nullable Past past(ResultSet row) throws SQLException {
        String tombstone = row.getString("tombstone");
        if (tombstone == null) {
            return null;
        }
        String group = row.getString("past_name");
        Long member = number(row, "past_member");
        return new Stranger.Past(
                tombstone.equals("RELEASED") ? null : What.valueOf(tombstone),
                number(row, "past_group"),
                member == null ? null : member.intValue(),
                group == null || member == null ? null : new MemberId(new GroupName(group), member.intValue()),
                row.getBoolean("under_way"));
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    /** @param whole whether its labels say all that the row of its member has to say */
    private record Listed(
            int position,
            String id,
            String token,
            @Nullable UUID uuid,
            @Nullable String labelled,
            @Nullable Integer number,
            @Nullable Integer revision,
            boolean whole) {
        static Listed of(int position, Instance it) {
            Token token = it.token();
            UUID uuid = TokenIds.of(token);
            @Nullable String group = Lost.group(it).orElse(null);
            @Nullable Integer number = Lost.number(it).orElse(null);
            @Nullable Integer revision = Lost.revision(it).orElse(null);
            boolean lives = it.phase() == Phase.STARTING || it.phase() == Phase.RUNNING;
            boolean same = token != null && token.value().equals(it.labels().get(Labels.TOKEN));
            return new Listed(
                    position,
                    it.id().value(),
                    token == null ? "" : token.value(),
                    uuid,
                    group,
                    number,
                    revision,
                    uuid != null && number != null && revision != null && lives && same);
        }
    }

    /** What the labels of an instance say of the member that it was made for. */
    static final class Lost {
        private Lost() {}

        static Optional<String> group(Instance it) {
            return Optional.ofNullable(it.labels().get(Labels.GROUP)).filter(GroupName::isValid);
        }

        /** Empty if that is no member of the group that they name. */
        static Optional<Integer> number(Instance it) {
            return Optional.ofNullable(it.labels().get(Labels.MEMBER))
                    .flatMap(MemberId::parse)
                    .filter(member -> member.group().value().equals(it.labels().get(Labels.GROUP)))
                    .map(MemberId::number);
        }

        static Optional<Integer> revision(Instance it) {
            return Optional.ofNullable(it.labels().get(Labels.REVISION))
                    .filter(text -> text.matches("[1-9][0-9]{0,8}"))
                    .map(Integer::valueOf);
        }
    }
}
