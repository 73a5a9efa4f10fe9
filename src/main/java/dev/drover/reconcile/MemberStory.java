package dev.drover.reconcile;

import dev.drover.database.Rows;
import dev.drover.spec.MemberId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a member, whether it has ended or not, and no plan asks for.
 *
 * @param provider makes its instance
 * @param providerId null while it has no instance
 * @param endedAt null while it has not ended
 * @param endedBecause why it ended, or is to go; null if it stays
 * @param replacedBy null if nothing has taken its place
 * @param errors the last failure of each kind of call that failed, newest first
 */
record MemberStory(
        MemberId id,
        String provider,
        @Nullable String providerId,
        Instant createdAt,
        String createdBecause,
        @Nullable Instant endedAt,
        @Nullable String endedBecause,
        @Nullable MemberId replacedBy,
        List<Failure> errors) {
    /** The newest member of this id: groups that were deleted had members too. */
    static final String SELECT = """
            select m.*,
                   (select coalesce(jsonb_agg(jsonb_build_object('call', lower(a.kind), 'at', a.closed_at, 'message', a.error)
                                              order by a.closed_at desc), '[]')
                      from action a
                     where a.group_id = m.group_id and a.member = m.number and a.error is not null) as errors
              from member m join fleet_group g on g.id = m.group_id
             where g.name = :name and m.number = :number order by m.group_id desc limit 1
            """;

    MemberStory {
        errors = List.copyOf(errors);
    }

    static MemberStory of(ResultSet row, MemberId id) throws SQLException {
        String leaving = row.getString("leaving_because");
        return new MemberStory(
                id,
                row.getString("provider"),
                row.getString("provider_id"),
                Objects.requireNonNull(Rows.instant(row, "created_at")),
                row.getString("created_because"),
                Rows.instant(row, "ended_at"),
                leaving == null ? row.getString("ended_because") : leaving,
                MemberLoader.memberId(id.group(), row, "replaced_by"),
                Rows.list(row.getString("errors"), Failure.class));
    }

    /**
     * The last failure of one kind of call.
     *
     * @param at null if it is called again now
     */
    record Failure(String call, @Nullable Instant at, String message) {}
}
