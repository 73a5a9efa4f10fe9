package dev.drover.group;

import dev.drover.database.Rows;
import dev.drover.spec.GroupName;
import dev.drover.spec.GroupProcess;
import dev.drover.spec.GroupSpec;
import dev.drover.spec.SpecReader;
import dev.drover.spec.SpecWriter;
import dev.drover.web.Page;
import dev.drover.web.Provenance;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Reads groups for the API. */
@Component
class GroupReader {
    private static final String SELECT = """
            select g.*, d.spec, d.size, d.actor, d.declared_at, d.provenance,
                   s.status, s.observed_generation,
                   coalesce(s.converged and s.observed_generation = g.generation, false) as is_converged,
                   coalesce(s.ready and s.observed_generation = g.generation, false) as is_ready
              from fleet_group g
              join declaration d on d.group_id = g.id and d.generation = g.generation
              left join group_status s on s.group_id = g.id
             where g.state <> 'DELETED'
            """;

    private final JdbcClient jdbc;
    private final LiveMembers live;

    GroupReader(JdbcClient jdbc, LiveMembers live) {
        this.jdbc = jdbc;
        this.live = live;
    }

    GroupView view(GroupName name) {
        return jdbc.sql(SELECT + " and g.name = :name")
                .param("name", name.value())
                .query((row, number) -> view(row))
                .optional()
                .orElseThrow(() -> Preconditions.notFound(name.value()));
    }

    private GroupView view(ResultSet row) throws SQLException {
        String name = row.getString("name");
        GroupSpec spec = SpecReader.read(new GroupName(name), tree(row));
        return new GroupView(
                name,
                row.getString("state").toLowerCase(Locale.ROOT),
                row.getLong("generation"),
                paused(row),
                row.getString("actor"),
                Objects.requireNonNull(Rows.instant(row, "declared_at")),
                Rows.value(row.getString("provenance"), Provenance.class),
                Objects.requireNonNull(Rows.instant(row, "created_at")),
                SpecWriter.write(spec),
                Rows.value(row.getString("status"), GroupStatus.class),
                live.called(row.getLong("id"), name));
    }

    private static Map<String, Instant> paused(ResultSet row) throws SQLException {
        Map<String, Instant> paused = new LinkedHashMap<>();
        for (GroupProcess process : GroupProcess.values()) {
            Instant since = Rows.instant(row, process.text() + "_paused_at");
            if (since != null) {
                paused.put(process.text(), since);
            }
        }
        return paused;
    }

    private static JsonNode tree(ResultSet row) throws SQLException {
        return Rows.tree(Objects.requireNonNull(row.getString("spec")));
    }

    /** As declared. */
    JsonNode spec(GroupName name) {
        return jdbc.sql(SELECT + " and g.name = :name")
                .param("name", name.value())
                .query((row, number) -> tree(row))
                .optional()
                .orElseThrow(() -> Preconditions.notFound(name.value()));
    }

    List<GroupView.AlreadyCalled> called(Declared declared) {
        return live.called(declared.group(), declared.name());
    }

    /** @param labels all of which a group must carry */
    Page<GroupView.Summary> list(
            Map<String, String> labels, @Nullable Boolean converged, int limit, @Nullable String after) {
        String last = Page.after(after, GroupName::new).map(GroupName::value).orElse("");
        List<GroupView.Summary> found = jdbc.sql("select * from (" + SELECT + """
                    and g.name > :last and coalesce(d.spec -> 'labels', '{}') @> :labels::jsonb
                ) x
                where :converged::boolean is null or is_converged = :converged::boolean
                order by name limit :limit
                """)
                .param("last", last)
                .param("labels", Rows.json(labels))
                .param("converged", converged)
                .param("limit", limit + 1)
                .query((row, number) -> summary(row))
                .list();
        return Page.of(found, limit, GroupView.Summary::name, it -> it);
    }

    private static GroupView.Summary summary(ResultSet row) throws SQLException {
        GroupStatus status = Rows.value(row.getString("status"), GroupStatus.class);
        Map<String, String> labels = new HashMap<>();
        tree(row).path("labels").forEachEntry((key, value) -> labels.put(key, value.asString()));
        return new GroupView.Summary(
                row.getString("name"),
                row.getString("state").toLowerCase(Locale.ROOT),
                row.getLong("generation"),
                labels,
                row.getBoolean("is_converged"),
                row.getBoolean("is_ready"),
                new GroupView.SummarySize(
                        row.getInt("size"),
                        status == null ? 0 : status.size().live(),
                        status == null ? 0 : status.size().ready()));
    }
}
