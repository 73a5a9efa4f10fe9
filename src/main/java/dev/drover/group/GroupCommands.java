package dev.drover.group;

import dev.drover.database.Rows;
import dev.drover.spec.GroupName;
import dev.drover.web.Asker;
import dev.drover.web.GivenProvenance;
import dev.drover.web.Problem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/**
 * What may be asked of groups by other ways than the REST API. Everything that it refuses it refuses with the same {@link Problem} as
 * there, and changes nothing.
 */
@Component
public class GroupCommands {
    private static final String SELECT = """
            select g.name, g.state, g.generation, d.spec, d.size
              from fleet_group g
              join declaration d on d.group_id = g.id and d.generation = g.generation
             where g.state <> 'DELETED'
            """;

    private final JdbcClient jdbc;
    private final DeclareGroup declare;
    private final ForecastDeclaration forecasts;
    private final DeleteGroup delete;
    private final ReleaseGroup release;

    GroupCommands(
            JdbcClient jdbc,
            DeclareGroup declare,
            ForecastDeclaration forecasts,
            DeleteGroup delete,
            ReleaseGroup release) {
        this.jdbc = jdbc;
        this.declare = declare;
        this.forecasts = forecasts;
        this.delete = delete;
        this.release = release;
    }

    /** Those that are not deleted, by name. */
    public List<DeclaredGroup> all() {
        return jdbc.sql(SELECT + " order by g.name")
                .query((row, number) -> group(row))
                .list();
    }

    /** The group of this name, which need not be one that a group can have. */
    public Optional<DeclaredGroup> find(String name) {
        return Optional.of(name)
                .filter(GroupName::isValid)
                .flatMap(it -> jdbc.sql(SELECT + " and g.name = :name")
                        .param("name", it)
                        .query((row, number) -> group(row))
                        .optional());
    }

    /**
     * The same of one that there is to be.
     *
     * @throws Problem if there is none
     */
    public DeclaredGroup get(String name) {
        return find(name).orElseThrow(() -> Preconditions.notFound(name));
    }

    private static DeclaredGroup group(ResultSet row) throws SQLException {
        return new DeclaredGroup(
                row.getString("name"),
                row.getString("state").equals("ACTIVE"),
                row.getLong("generation"),
                Rows.tree(Objects.requireNonNull(row.getString("spec"))),
                row.getInt("size"));
    }

    /**
     * What declaring it would do; nothing is stored.
     *
     * @param spec names its group
     */
    public ForecastView forecast(ObjectNode spec, Asker asker) {
        return forecasts.declaration(new Declare(null, spec, null, false, null, asker.actor(), provenance(asker)));
    }

    /**
     * Declares a group, as long as nobody else has done so meanwhile.
     *
     * @param spec names its group
     * @param on the generation that it follows; 0 if there is no such group yet
     * @return what it changes: none, policy, size or revision
     */
    public String declare(ObjectNode spec, long on, Asker asker) {
        return declare.declare(
                        new Declare(null, spec, on == 0 ? null : on, on == 0, null, asker.actor(), provenance(asker)))
                .declared()
                .change()
                .text();
    }

    private static GivenProvenance provenance(Asker asker) {
        return new GivenProvenance(asker.provenance(), List.of());
    }

    /** Changes a group's size, within its min and max. */
    public void scale(String name, int size, Asker asker) {
        declare.scale(GroupNames.existing(name), size, asker.actor(), asker.provenance());
    }

    /** Asks for all its members to be destroyed, and for its end. */
    public void delete(String name, Asker asker) {
        delete.delete(GroupNames.existing(name), asker);
    }

    /**
     * Asks for its end, and for its instances to be left alone.
     *
     * @param keepLabels whether they keep our labels, so that they can be adopted
     */
    public void release(String name, boolean keepLabels, Asker asker) {
        release.release(GroupNames.existing(name), keepLabels, asker);
    }
}
