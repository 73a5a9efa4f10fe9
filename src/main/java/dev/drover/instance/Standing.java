package dev.drover.instance;

import dev.drover.spec.GroupName;
import dev.drover.spec.MemberId;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What the database knows of a listed instance.
 *
 * @param text member, released, ended, neverCreated, duplicate or unknown
 * @param member the live member that it belongs to; null if there is none
 * @param orphan what becomes of it if it should not be there; null if it may
 */
record Standing(
        String text,
        @Nullable String member,
        @Nullable String group,
        @Nullable String logicalId,
        @Nullable OrphanView orphan) {
    static final String MEMBER = "member";
    static final String RELEASED = "released";

    static Standing of(ResultSet row) throws SQLException {
        String group = row.getString("group_name");
        String labelled = row.getString("labelled");
        if (group != null) {
            return new Standing(
                    MEMBER,
                    new MemberId(new GroupName(group), row.getInt("number")).toString(),
                    group,
                    row.getString("logical_id"),
                    null);
        }
        return new Standing(
                row.getBoolean("duplicate") ? "duplicate" : tombstone(row.getString("what")),
                null,
                labelled,
                row.getString("asked_logical_id"),
                OrphanView.of(row));
    }

    private static String tombstone(@Nullable String what) {
        if (what == null) {
            return "unknown";
        }
        return switch (what) {
            case "RELEASED" -> RELEASED;
            case "NEVER_CREATED" -> "neverCreated";
            default -> "ended";
        };
    }

    boolean isMember() {
        return text.equals(MEMBER);
    }
}
