package dev.drover.member;

import dev.drover.database.Rows;
import dev.drover.group.MemberCommands;
import dev.drover.history.EventType;
import dev.drover.spec.GroupName;
import dev.drover.spec.MemberId;
import dev.drover.web.Asker;
import dev.drover.web.Problem;
import dev.drover.web.ProblemType;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Asks for members to be made anew with the spec that they have: in steps, as in a rollout. */
@Component
class RecreateMembers {
    private static final int NAMED = 5;

    private final MemberCommands commands;
    private final JdbcClient jdbc;

    RecreateMembers(MemberCommands commands, JdbcClient jdbc) {
        this.commands = commands;
        this.jdbc = jdbc;
    }

    /**
     * Those that are to be made anew already stay so.
     *
     * @param ids null for all that were made before
     * @param before null for those that are named
     * @return how many are to be made anew that were not before
     */
    int recreate(GroupName name, @Nullable List<MemberId> ids, @Nullable Instant before, Asker asker) {
        int[] written = {0};
        commands.run(name, group -> {
            refuseWhileFailed(group.id());
            refuseOthers(group.id(), ids);
            Instant now = group.now();
            List<Integer> asked = jdbc.sql("""
                    update member set anew = true
                     where group_id = :group and state <> 'ENDED' and not anew and leaving_since is null
                       and (:all or number = any(:numbers)) and (:always or created_at < :before)
                    returning number
                    """)
                    .param("group", group.id())
                    .param("all", ids == null)
                    .param("numbers", ids == null ? new Integer[0] : numbers(ids))
                    .param("always", before == null)
                    .param("before", Rows.timestamp(before == null ? now : before))
                    .query(Integer.class)
                    .list();
            written[0] = asked.size();
            if (!asked.isEmpty()) {
                group.asked(null, EventType.RECREATE_REQUESTED, now, asker, sentence(name, asked, before));
            }
        });
        return written[0];
    }

    private static String sentence(GroupName name, List<Integer> numbers, @Nullable Instant before) {
        String names = numbers.stream()
                .limit(NAMED)
                .map(it -> new MemberId(name, it).toString())
                .sorted()
                .collect(Collectors.joining(", "));
        String more = numbers.size() > NAMED ? " and " + (numbers.size() - NAMED) + " more" : "";
        return names + more + (numbers.size() == 1 ? " is" : " are") + " to be made anew"
                + (before == null ? "" : ", for being made before " + before);
    }

    private void refuseWhileFailed(long group) {
        boolean failed =
                jdbc.sql("""
                select coalesce((select state = 'FAILED' from rollout where group_id = :group
                                  order by number desc limit 1), false)
                """).param("group", group).query(Boolean.class).single();
        if (failed) {
            throw new Problem(
                    ProblemType.ROLLOUT_FAILED,
                    "the last rollout failed: roll back, retry it, or declare another spec before members are made anew");
        }
    }

    /** All of them are named at once. */
    private void refuseOthers(long group, @Nullable List<MemberId> ids) {
        if (ids == null) {
            return;
        }
        TreeSet<String> others = ids.stream().map(MemberId::toString).collect(Collectors.toCollection(TreeSet::new));
        jdbc.sql("""
                select g.name, m.number from member m join fleet_group g on g.id = m.group_id
                 where m.group_id = :group and m.number = any(:numbers) and m.state <> 'ENDED'
                """).param("group", group).param("numbers", numbers(ids)).query(row -> {
            others.remove(new MemberId(new GroupName(row.getString("name")), row.getInt("number")).toString());
        });
        if (!others.isEmpty()) {
            throw new Problem(
                    ProblemType.VALIDATION,
                    "one thing is wrong with the body; nothing was changed",
                    List.of(new Problem.Violation(
                            "/members",
                            "names what is no living member of the group: " + String.join(", ", others)
                                    + "; GET /v1/groups/{name}/members lists them")));
        }
    }

    private static Integer[] numbers(List<MemberId> ids) {
        return ids.stream().map(MemberId::number).toArray(Integer[]::new);
    }
}
