package dev.drover.reconcile;

import dev.drover.database.Rows;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.LogicalId;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.Token;
import dev.drover.spec.MemberId;
import dev.drover.spec.SpecReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads what a call to provider or flavor has to know of its member. */
@Component
class Subjects {
    private final JdbcClient jdbc;

    Subjects(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A member with the newest spec that declared its revision. */
    Requests.Subject of(Claim claim) {
        return jdbc.sql("""
                select m.*, d.spec, d.size, i.owner
                  from member m
                  join declaration d on d.group_id = m.group_id
                   and d.generation = (select max(generation) from declaration
                                        where group_id = m.group_id and revision = m.revision)
                  cross join installation i
                 where m.group_id = :group and m.number = :number
                """)
                .param("group", claim.group())
                .param("number", claim.member().number())
                .query((row, number) -> subject(row, claim.member()))
                .single();
    }

    /** A member that has an instance. */
    Instance instance(Claim claim) {
        return jdbc.sql("select * from member where group_id = :group and number = :number")
                .param("group", claim.group())
                .param("number", claim.member().number())
                .query((row, number) -> instance(row))
                .single();
    }

    /** The labels that the group's newest declaration has for its members, beside tags and Drover's own. */
    Declared declared(Claim claim) {
        return jdbc.sql("""
                select d.spec, d.labels_at
                  from fleet_group g join declaration d on d.group_id = g.id and d.generation = g.generation
                 where g.id = :group
                """)
                .param("group", claim.group())
                .query((row, number) -> new Declared(
                        SpecReader.read(claim.member().group(), Rows.tree(row.getString("spec")))
                                .labels(),
                        row.getLong("labels_at")))
                .single();
    }

    private static Requests.Subject subject(ResultSet row, MemberId member) throws SQLException {
        String logicalId = row.getString("logical_id");
        return new Requests.Subject(
                member,
                new Token(row.getString("token")),
                row.getInt("member_index"),
                logicalId == null ? null : new LogicalId(logicalId),
                row.getInt("revision"),
                row.getInt("size"),
                row.getString("owner"),
                SpecReader.read(member.group(), Rows.tree(row.getString("spec"))));
    }

    private static Instance instance(ResultSet row) throws SQLException {
        Map<String, String> labels = new HashMap<>();
        Rows.tree(Objects.requireNonNull(row.getString("labels")))
                .forEachEntry((key, value) -> labels.put(key, value.asString()));
        Map<String, Integer> ports = new HashMap<>();
        Rows.tree(Objects.requireNonNull(row.getString("ports")))
                .forEachEntry((name, port) -> ports.put(name, port.intValue()));
        return new Instance(
                new ProviderId(row.getString("provider_id")),
                new Token(row.getString("token")),
                labels,
                Phase.valueOf(row.getString("phase")),
                Rows.list(Objects.requireNonNull(row.getString("addresses")), String.class),
                ports,
                row.getString("phase_detail"));
    }

    /**
     * What labels a group declares.
     *
     * @param generation the one that changed them last
     */
    record Declared(Map<String, String> labels, long generation) {
        /** What an instance has and is not to have any more. */
        static Set<String> superfluous(Map<String, String> has, Map<String, String> wanted) {
            Set<String> keys = new HashSet<>(has.keySet());
            keys.removeAll(wanted.keySet());
            return keys;
        }
    }
}
