package dev.drover.instance;

import dev.drover.database.Rows;
import dev.drover.provider.Findings;
import dev.drover.provider.spi.LogicalId;
import dev.drover.spec.GroupName;
import dev.drover.spec.GroupSpec;
import dev.drover.spec.SpecReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a group is to those that it takes over.
 *
 * @param size the declared one
 * @param declared the declared revision
 * @param newest the revision that the newest rollout is to; 1 before the first
 * @param settled whether all members are to have the declared revision, and nothing is left to do for that
 * @param revision what is taken over counts as; the declared one if the group has none of the wanted number
 * @param known whether the group has a revision of the wanted number
 * @param spec the declaration, with that revision
 */
record AdoptingGroup(
        long id, int size, int declared, int newest, boolean settled, int revision, boolean known, GroupSpec spec) {

    static final String SELECT = """
            select g.id, g.name, d.spec, d.size, d.revision as declared, coalesce(o.revision, 1) as newest,
                   coalesce(o.revision, 1) = d.revision and coalesce(o.state, 'SUCCEEDED') = 'SUCCEEDED' as settled,
                   w.number, w.instance, w.flavor
              from fleet_group g
              join declaration d on d.group_id = g.id and d.generation = g.generation
              left join lateral (
                   select revision, state from rollout where group_id = g.id order by number desc limit 1) o on true
              left join revision w on w.group_id = g.id and w.number = coalesce(:revision::integer, d.revision)
             where g.id = :id
            """;

    static AdoptingGroup of(ResultSet row) throws SQLException {
        int declared = row.getInt("declared");
        int number = row.getInt("number");
        boolean known = !row.wasNull();
        ObjectNode tree =
                Rows.tree(Objects.requireNonNull(row.getString("spec"))).asObject();
        if (known) {
            tree.set("instance", Rows.tree(Objects.requireNonNull(row.getString("instance"))));
            JsonNode flavor = Rows.tree(Objects.requireNonNull(row.getString("flavor")));
            tree.remove("flavor");
            if (!flavor.isEmpty()) {
                tree.set("flavor", flavor);
            }
        }
        return new AdoptingGroup(
                row.getLong("id"),
                row.getInt("size"),
                declared,
                row.getInt("newest"),
                row.getBoolean("settled"),
                known ? number : declared,
                known,
                SpecReader.read(new GroupName(row.getString("name")), tree));
    }

    GroupName name() {
        return spec.name();
    }

    String provider() {
        return spec.instance().provider();
    }

    boolean pets() {
        return spec.allocation().pets();
    }

    boolean declares(LogicalId id) {
        return logicalIds().contains(id.value());
    }

    /** One of its logical ids, as an example. */
    String firstPet() {
        return logicalIds().isEmpty() ? "db-1" : logicalIds().getFirst();
    }

    private List<String> logicalIds() {
        List<String> ids = spec.allocation().logicalIds();
        return ids == null ? List.of() : ids;
    }

    /** Whether what is taken over is to be made anew, though no rollout is under way that would. */
    boolean outdates() {
        return settled && revision != declared;
    }

    /** In a rollout nobody but the person knows what a machine runs, and a canary that is none would prove nothing. */
    void check(@Nullable Integer wanted, Findings findings) {
        if (!known) {
            findings.add(
                    "/revision",
                    "the group has no revision " + wanted + "; GET /v1/groups/" + name() + "/revisions lists them");
        } else if (wanted == null && !settled) {
            findings.add(
                    "/revision",
                    "is required while a rollout is under way, or has failed: say which revision the instances run, "
                            + declared + " is declared");
        }
    }
}
