package dev.drover.member;

import dev.drover.database.Rows;
import dev.drover.group.MemberCommands;
import dev.drover.spec.GroupName;
import dev.drover.spec.MemberId;
import dev.drover.web.Asker;
import dev.drover.web.Problem;
import dev.drover.web.ProblemType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Members by the instances that they have, for those who know machines only by their providers' ids. */
@Component
public class MemberInstances {
    private static final int NAMED = 20;

    private final JdbcClient jdbc;
    private final MemberCommands commands;
    private final DestroyMember destroy;

    MemberInstances(JdbcClient jdbc, MemberCommands commands, DestroyMember destroy) {
        this.jdbc = jdbc;
        this.commands = commands;
        this.destroy = destroy;
    }

    /**
     * Those that exist, the oldest first; of one that is being destroyed as long as it may.
     *
     * @param group null for those of all groups
     */
    public Map<String, List<MemberInstance>> byGroup(@Nullable String group) {
        Map<String, List<MemberInstance>> found = new HashMap<>();
        jdbc.sql("""
                select g.name, m.number, m.provider_id, m.logical_id, m.labels
                  from member m join fleet_group g on g.id = m.group_id
                 where g.state <> 'DELETED' and (:group::text is null or g.name = :group)
                   and m.state <> 'ENDED' and m.provider_id is not null and m.phase <> 'GONE'
                 order by m.created_at, m.number
                """)
                .param("group", group)
                .query((row, number) -> instance(row))
                .list()
                .forEach(it -> found.computeIfAbsent(it.member().group().value(), name -> new ArrayList<>())
                        .add(it));
        return found;
    }

    private static MemberInstance instance(ResultSet row) throws SQLException {
        Map<String, String> labels = new HashMap<>();
        Rows.tree(Objects.requireNonNull(row.getString("labels")))
                .forEachEntry((key, value) -> labels.put(key, value.asString()));
        return new MemberInstance(
                new MemberId(new GroupName(row.getString("name")), row.getInt("number")),
                row.getString("provider_id"),
                row.getString("logical_id"),
                labels);
    }

    /**
     * Asks to destroy all of these, or none of them. The group makes other members for them.
     *
     * @param instances ids of a provider
     * @throws Problem if any is of no member of the group, or may not be destroyed
     */
    public void destroy(GroupName name, List<String> instances, Asker asker) {
        commands.run(name, group -> {
            Map<String, List<Integer>> members = members(group.id(), instances);
            SortedSet<String> unknown = new TreeSet<>(instances);
            unknown.removeAll(members.keySet());
            if (!unknown.isEmpty()) {
                throw new Problem(
                        ProblemType.NOT_FOUND,
                        "group " + name + " has no instance " + some(unknown) + "; nothing was destroyed");
            }
            members.forEach((instance, numbers) -> {
                if (numbers.size() > 1) {
                    throw new Problem(
                            ProblemType.BLOCKED,
                            "group " + name + " has instances of two providers that are both called " + instance
                                    + ": name the member with POST /v1/members/{memberId}/destroy; nothing was destroyed");
                }
            });
            members.values().stream()
                    .flatMap(List::stream)
                    .sorted()
                    .forEach(number -> destroy.destroy(new MemberId(name, number), false, asker));
        });
    }

    private Map<String, List<Integer>> members(long group, List<String> instances) {
        Map<String, List<Integer>> members = new HashMap<>();
        jdbc.sql("""
                select provider_id, number from member
                 where group_id = :group and provider_id = any(:instances) and state <> 'ENDED'
                 order by number for update
                """)
                .param("group", group)
                .param(
                        "instances",
                        instances.stream().filter(MemberInstances::canBeStored).toArray(String[]::new))
                .query(row -> {
                    members.computeIfAbsent(row.getString("provider_id"), id -> new ArrayList<>())
                            .add(row.getInt("number"));
                });
        return members;
    }

    /** Postgres has no text with a character 0. */
    private static boolean canBeStored(String id) {
        return id.indexOf('\0') < 0;
    }

    private static String some(SortedSet<String> ids) {
        return ids.stream().limit(NAMED).collect(Collectors.joining(", "))
                + (ids.size() > NAMED ? " and " + (ids.size() - NAMED) + " more" : "");
    }
}
