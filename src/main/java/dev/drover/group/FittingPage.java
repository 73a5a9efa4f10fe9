package dev.drover.group;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Keeps pages of specs small: a page may be shorter than its limit rather than larger than 4 MiB, for a spec may have 1 MiB. */
final class FittingPage {
    private static final long LARGEST = 4L << 20;

    private FittingPage() {}

    /**
     * How many rows of a group fit on a page, at least 1.
     *
     * @param table one with {@code group_id}
     * @param order its column that falls from row to row
     * @param content the expression that is large
     * @param before where the page before ended
     */
    static int rows(JdbcClient jdbc, String table, String order, String content, long group, long before, int limit) {
        int fitting = jdbc.sql("""
                select count(*) from (
                    select sum(octet_length(content)) over (order by place desc) as bytes
                      from (select %2$s as place, %3$s as content from %1$s
                             where group_id = :group and %2$s < :before
                             order by %2$s desc limit :limit) c) s
                 where bytes <= :largest
                """.formatted(table, order, content))
                .param("group", group)
                .param("before", before)
                .param("limit", limit)
                .param("largest", LARGEST)
                .query(Integer.class)
                .single();
        return Math.max(1, fitting);
    }
}
