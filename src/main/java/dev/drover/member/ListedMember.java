package dev.drover.member;

import dev.drover.database.Rows;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderId;
import dev.drover.spec.GroupName;
import dev.drover.spec.MemberId;
import dev.drover.spec.UpdatePolicy;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What an instance is compared with: the row of the member that carries its token, and has not ended.
 *
 * @param id null until it is bound, as are phase and boundAt
 * @param readyFrom when it was ready, or is going to be if it stays as it is; null if it is not healthy
 * @param leaving whether it is to go, so that its absence is no surprise
 * @param deadline after this its create has no effect any more, if it was called
 * @param unknown whether it waits for news of its create
 */
record ListedMember(
        long group,
        MemberId member,
        UUID token,
        @Nullable ProviderId id,
        @Nullable Phase phase,
        @Nullable Instant phaseSince,
        @Nullable Instant readyFrom,
        @Nullable Instant boundAt,
        @Nullable Instant missingSince,
        JsonNode addresses,
        JsonNode ports,
        boolean found,
        boolean leaving,
        @Nullable Instant deadline,
        boolean unknown) {

    static final String SELECT = """
            select m.*, g.name, m.found is not null as is_found, a.state = 'UNKNOWN' as create_unknown, a.deadline,
                   %s as probed, d.spec #>> '{update,minReady}' as min_ready
              from member m
              join fleet_group g on g.id = m.group_id
              join declaration d on d.group_id = g.id and d.generation = g.generation
              join action a on a.group_id = m.group_id and a.member = m.number and a.kind = 'PROVISION'
             where m.token = any(:tokens) and m.provider = :provider and m.state <> 'ENDED'
             order by m.group_id, m.number
               for update of m
            """.formatted(Probed.SQL);

    static ListedMember of(ResultSet row) throws SQLException {
        String id = row.getString("provider_id");
        String phase = row.getString("phase");
        return new ListedMember(
                row.getLong("group_id"),
                new MemberId(new GroupName(row.getString("name")), row.getInt("number")),
                row.getObject("token", UUID.class),
                id == null ? null : new ProviderId(id),
                phase == null ? null : Phase.valueOf(phase),
                Rows.instant(row, "phase_since"),
                readyFrom(row, phase),
                Rows.instant(row, "bound_at"),
                Rows.instant(row, "missing_since"),
                Rows.tree(Objects.requireNonNull(row.getString("addresses"))),
                Rows.tree(Objects.requireNonNull(row.getString("ports"))),
                row.getBoolean("is_found"),
                row.getString("state").equals("LEAVING"),
                Rows.instant(row, "deadline"),
                row.getBoolean("create_unknown"));
    }

    private static @Nullable Instant readyFrom(ResultSet row, @Nullable String phase) throws SQLException {
        if (!Phase.RUNNING.name().equals(phase)) {
            return null;
        }
        boolean probed = row.getBoolean("probed");
        if (probed && !"HEALTHY".equals(row.getString("probe_status"))) {
            return null;
        }
        Instant since = Rows.instant(row, probed ? "probe_since" : "phase_since");
        return since == null ? null : since.plus(UpdatePolicy.minReady(row.getString("min_ready")));
    }

    int number() {
        return member.number();
    }

    /** A bound member's instance carries its provider id and its token: ids may be used again. */
    boolean mayBe(ProviderId instance) {
        return id == null || id.equals(instance);
    }

    /**
     * Whether a look at the provider that began then is to note an instance of this member that is not bound. What such a look
     * does not show may prove that a create had no effect, see Evidence: so what it shows must be known by then.
     */
    boolean asked(Instant begun) {
        return unknown || (deadline != null && !deadline.isAfter(begun));
    }

    /** Whether it has served for long enough to count as ready. */
    boolean ready(Instant now) {
        return readyFrom != null && !readyFrom.isAfter(now);
    }
}
