package dev.drover.history;

import static dev.drover.web.ProblemType.MALFORMED;
import static dev.drover.web.ProblemType.NOT_FOUND;

import dev.drover.spec.GroupName;
import dev.drover.spec.MemberId;
import dev.drover.web.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds groups whose history is asked for: most of all when they are gone. */
@Component
public class PastGroups {
    private final JdbcClient jdbc;

    PastGroups(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The id of the newest group of this name, deleted or not.
     *
     * @throws Problem if there never was one
     */
    public long newest(String name) {
        if (!GroupName.isValid(name)) {
            throw never(name);
        }
        return jdbc.sql("select id from fleet_group where name = :name order by id desc limit 1")
                .param("name", name)
                .query(Long.class)
                .optional()
                .orElseThrow(() -> never(name));
    }

    private static Problem never(String name) {
        return new Problem(NOT_FOUND, "there is and was no group '" + name + "'; GET /v1/groups lists them");
    }

    /**
     * Reads a {@code member} parameter: its number in this group, null if there is no parameter.
     *
     * @throws Problem if it is no id of a member of a group of this name
     */
    public static @Nullable Integer member(String group, @Nullable String member) {
        if (member == null) {
            return null;
        }
        return MemberId.parse(member)
                .filter(it -> it.group().value().equals(group))
                .map(MemberId::number)
                .orElseThrow(() -> new Problem(
                        MALFORMED,
                        "'member' must be the id of a member of group " + group + ", like " + group + "-7k3f9q"));
    }
}
