package dev.drover.group;

import dev.drover.database.Rows;
import dev.drover.web.Page;
import dev.drover.web.Provenance;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads declarations for the API. */
@Component
class DeclarationReader {
    private final JdbcClient jdbc;

    DeclarationReader(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Newest first. */
    Page<DeclarationView> ofGroup(long group, int limit, @Nullable String after) {
        long before = Page.after(after, Long::parseLong).orElse(Long.MAX_VALUE);
        int fitting = FittingPage.rows(jdbc, "declaration", "generation", "spec::text", group, before, limit);
        List<DeclarationView> found = jdbc.sql("""
                select * from declaration where group_id = :group and generation < :before
                 order by generation desc limit :limit
                """)
                .param("group", group)
                .param("before", before)
                .param("limit", fitting + 1)
                .query((row, number) -> view(row))
                .list();
        return Page.of(found, fitting, it -> String.valueOf(it.generation()), it -> it);
    }

    private static DeclarationView view(ResultSet row) throws SQLException {
        String extent = row.getString("extent");
        return new DeclarationView(
                row.getLong("generation"),
                extent == null ? null : extent.toLowerCase(Locale.ROOT),
                row.getInt("size"),
                row.getInt("revision"),
                row.getString("actor"),
                Objects.requireNonNull(Rows.instant(row, "declared_at")),
                Rows.value(row.getString("provenance"), Provenance.class),
                row.getString("not_validated"),
                Rows.tree(Objects.requireNonNull(row.getString("spec"))));
    }
}
