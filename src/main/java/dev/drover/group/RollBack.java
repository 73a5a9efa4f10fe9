package dev.drover.group;

import static dev.drover.web.ProblemType.NOT_FOUND;
import static dev.drover.web.ProblemType.SUPERSEDED;

import dev.drover.database.Rows;
import dev.drover.history.Event;
import dev.drover.history.EventType;
import dev.drover.history.History;
import dev.drover.spec.GroupName;
import dev.drover.spec.SpecReader;
import dev.drover.web.Asker;
import dev.drover.web.Problem;
import dev.drover.web.Provenance;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Declares an older revision again, and keeps everything else that is declared: size, policies, labels. */
@Component
public class RollBack {
    private final Command command;
    private final Groups groups;
    private final Declarations declarations;
    private final DeclareGroup declare;
    private final History history;
    private final JdbcClient jdbc;

    RollBack(
            Command command,
            Groups groups,
            Declarations declarations,
            DeclareGroup declare,
            History history,
            JdbcClient jdbc) {
        this.command = command;
        this.groups = groups;
        this.declarations = declarations;
        this.declare = declare;
        this.history = history;
        this.jdbc = jdbc;
    }

    /** Because a rollout failed: within the transaction of the pass that found out, which has locked the group. */
    public void bySystem(GroupName name, int revision) {
        FleetGroup group = Preconditions.active(groups.lock(name.value()), name.value());
        to(group, to(group, revision), "drover", null, "because its rollout failed", command.now());
    }

    /**
     * As a person asks for it.
     *
     * @param revision null for the one that proved itself last, and is not declared now
     * @throws Problem if there is no such revision, or none that proved itself
     */
    Declared byPerson(GroupName name, @Nullable Integer revision, Asker asker) {
        return command.call(() -> {
            FleetGroup group = Preconditions.active(groups.lock(name.value()), name.value());
            Intended intended = intended(group, revision);
            if (!intended.changes()) {
                return new Declared(group.id(), group.name(), false, Declared.Extent.NONE, group.generation());
            }
            to(group, intended, asker.actor(), asker.provenance(), "as was asked for", command.now());
            return new Declared(group.id(), group.name(), false, Declared.Extent.REVISION, group.generation());
        });
    }

    /**
     * What it would come to, within a transaction that has read the group.
     *
     * @param revision null for the one that proved itself last, and is not declared now
     * @throws Problem if there is no such revision, or none that proved itself
     */
    Intended intended(FleetGroup group, @Nullable Integer revision) {
        return to(group, revision == null ? lastGood(group) : existing(group, revision));
    }

    private Intended to(FleetGroup group, int revision) {
        StoredDeclaration before = newest(group);
        ObjectNode tree = tree(group, revision, before);
        Declared.Extent extent = before.revision() == revision ? Declared.Extent.NONE : Declared.Extent.REVISION;
        return new Intended(
                group.generation(),
                tree,
                SpecReader.read(new GroupName(group.name()), tree),
                before.size(),
                revision,
                before.labelsAt(),
                true,
                null,
                extent.text());
    }

    private int lastGood(FleetGroup group) {
        return jdbc.sql("""
                        select number from revision
                         where group_id = :group and proven_at is not null and number <> :declared
                         order by proven_at desc, number desc limit 1
                        """)
                .param("group", group.id())
                .param("declared", newest(group).revision())
                .query(Integer.class)
                .optional()
                .orElseThrow(() -> new Problem(
                        SUPERSEDED,
                        "no other revision of the group has proved itself yet; name one: {\"revision\": 1}"));
    }

    private int existing(FleetGroup group, int revision) {
        return jdbc.sql("select number from revision where group_id = :group and number = :number")
                .param("group", group.id())
                .param("number", revision)
                .query(Integer.class)
                .optional()
                .orElseThrow(() -> new Problem(
                        NOT_FOUND,
                        "the group has no revision " + revision + "; GET /v1/groups/" + group.name()
                                + "/revisions lists them"));
    }

    private ObjectNode tree(FleetGroup group, int revision, StoredDeclaration before) {
        ObjectNode tree = JsonMapper.shared().readTree(before.spec()).asObject();
        jdbc.sql("select instance, flavor from revision where group_id = :group and number = :number")
                .param("group", group.id())
                .param("number", revision)
                .query(row -> {
                    tree.set("instance", Rows.tree(String.valueOf(row.getString("instance"))));
                    JsonNode flavor = Rows.tree(String.valueOf(row.getString("flavor")));
                    if (flavor.isEmpty()) {
                        tree.remove("flavor");
                    } else {
                        tree.set("flavor", flavor);
                    }
                });
        return tree;
    }

    private void to(
            FleetGroup group,
            Intended intended,
            String actor,
            @Nullable Provenance provenance,
            String why,
            Instant now) {
        int before = newest(group).revision();
        declare.rolledBack(group, intended, actor, provenance, now);
        history.append(List.of(new Event(
                group.id(),
                null,
                EventType.ROLLED_BACK,
                now,
                group.generation(),
                actor,
                "revision " + intended.revision() + " is declared again instead of " + before + ", " + why,
                provenance)));
    }

    private StoredDeclaration newest(FleetGroup group) {
        return declarations
                .findById(new StoredDeclaration.Id(group.id(), group.generation()))
                .orElseThrow();
    }
}
