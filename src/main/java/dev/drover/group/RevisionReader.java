package dev.drover.group;

import static dev.drover.web.ProblemType.MALFORMED;
import static dev.drover.web.ProblemType.NOT_FOUND;

import dev.drover.database.Rows;
import dev.drover.web.Page;
import dev.drover.web.Problem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads revisions for the API. */
@Component
class RevisionReader {
    private static final int NAMED = 20;
    private static final String SELECT = """
            select r.*, r.number = d.revision as current,
                   (select count(*) from member m
                     where m.group_id = r.group_id and m.revision = r.number and m.state <> 'ENDED') as members
              from revision r
              join fleet_group g on g.id = r.group_id
              join declaration d on d.group_id = g.id and d.generation = g.generation
             where r.group_id = :group
            """;

    private final JdbcClient jdbc;

    RevisionReader(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Newest first. */
    Page<RevisionView> ofGroup(long group, int limit, @Nullable String after) {
        int before = Page.after(after, Integer::parseInt).orElse(Integer.MAX_VALUE);
        int fitting =
                FittingPage.rows(jdbc, "revision", "number", "instance::text || flavor::text", group, before, limit);
        List<RevisionView> found = jdbc.sql(SELECT + " and r.number < :before order by r.number desc limit :limit")
                .param("group", group)
                .param("before", before)
                .param("limit", fitting + 1)
                .query((row, number) -> view(row))
                .list();
        return Page.of(found, fitting, it -> String.valueOf(it.number()), it -> it);
    }

    /**
     * One revision.
     *
     * @throws Problem if there is no such revision; it names those that there are
     */
    RevisionView revision(long group, String number) {
        return jdbc.sql(SELECT + " and r.number = :number")
                .param("group", group)
                .param("number", number(number))
                .query((row, index) -> view(row))
                .optional()
                .orElseThrow(() -> new Problem(
                        NOT_FOUND, "the group has no revision " + number + "; its revisions are " + numbers(group)));
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new Problem(MALFORMED, "a revision is a whole number like 2");
        }
    }

    private String numbers(long group) {
        List<Integer> numbers = jdbc.sql(
                        "select number from revision where group_id = :group order by number desc limit :limit")
                .param("group", group)
                .param("limit", NAMED + 1)
                .query(Integer.class)
                .list();
        String named =
                numbers.stream().limit(NAMED).sorted().map(String::valueOf).collect(Collectors.joining(", "));
        return numbers.size() > NAMED ? named + " and older ones" : named;
    }

    private static RevisionView view(ResultSet row) throws SQLException {
        return new RevisionView(
                row.getInt("number"),
                row.getString("digest"),
                Objects.requireNonNull(Rows.instant(row, "created_at")),
                Rows.tree(Objects.requireNonNull(row.getString("instance"))),
                Rows.tree(Objects.requireNonNull(row.getString("flavor"))),
                row.getInt("members"),
                row.getBoolean("current"));
    }
}
