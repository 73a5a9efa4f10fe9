package dev.drover.reconcile;

import dev.drover.database.Rows;
import dev.drover.history.EventType;
import dev.drover.plan.Call;
import dev.drover.plan.Why;
import dev.drover.provider.CallSettings;
import dev.drover.provider.spi.Capabilities;
import dev.drover.provider.spi.DestroyReason;
import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.ProvisionRequest;
import dev.drover.provider.spi.Token;
import dev.drover.spec.GroupName;
import dev.drover.spec.MemberId;
import dev.drover.work.DatabaseClock;
import dev.drover.work.Replica;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Takes planned actions to call them. The claiming statement is the CALLED write of the whole batch, in one commit. */
@Component
class Claims {
    private final JdbcClient jdbc;
    private final DatabaseClock clock;
    private final CallSettings settings;

    Claims(JdbcClient jdbc, DatabaseClock clock, CallSettings settings) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.settings = settings;
    }

    /**
     * Claims at most {@code permits} actions, the longest due first. The sum in the join keeps the server from beginning with the
     * groups, and looking for what is due in each of them. The share lock on the group makes a command's answer
     * a barrier: a command waits for claims under way, and what it fences is not claimed after it.
     */
    List<Claim> claim(String provider, Capabilities capabilities, int permits) {
        return claim("action a", Map.of(), provider, capabilities, permits);
    }

    /**
     * The same for these actions of one group, in the transaction that has planned them. What its provider does not want now
     * stays PLANNED.
     */
    List<Claim> claim(long group, List<UUID> actions, String provider, Capabilities capabilities) {
        return claim(
                "unnest(:actions::text[]::uuid[]) x join action a on a.group_id = :group and a.id = x",
                Map.of("group", group, "actions", Rows.column(actions, UUID::toString)),
                provider,
                capabilities,
                actions.size());
    }

    private List<Claim> claim(
            String actions, Map<String, ?> of, String provider, Capabilities capabilities, int permits) {
        Instant now = clock.now();
        return jdbc.sql("""
                with c as (
                    select a.group_id, a.id
                      from %s join fleet_group g on g.id = a.group_id + 0
                     where a.provider = :provider and a.state = 'PLANNED' and a.not_before <= :now
                       and (a.epoch >= g.fence or a.kind = 'UNLABEL') -- which no pass plans again
                       and (a.kind not in ('PROVISION', 'UNLABEL') or not exists (
                            select from provider_state p where p.name = a.provider and p.throttled_until > :now))
                     order by a.not_before
                     limit :permits
                       for update of a skip locked
                       for share of g skip locked),
                u as (
                    update action a
                       set state = 'CALLED', called_at = :now, attempts = attempts + 1, worker = :worker,
                           closed_at = null, sought_at = null, seek_after = null,
                           deadline = :now::timestamptz + case a.kind when 'PROVISION' then :createTimeout::interval
                                                                      else :otherTimeout::interval end
                      from c where a.group_id = c.group_id and a.id = c.id
                    returning a.*),
                e as (
                    insert into event (group_id, group_name, member, type, at, generation, message)
                    select u.group_id, g.name, u.member, :requested, :now, u.generation,
                           'the create was sent to ' || u.provider || ', attempt ' || u.attempts
                      from u join fleet_group g on g.id = u.group_id
                     where u.kind = 'PROVISION')
                select u.*, g.name, m.provider_id, m.token, m.bound_at
                  from u
                  join member m on m.group_id = u.group_id and m.number = u.member
                  join fleet_group g on g.id = u.group_id
                """.formatted(actions))
                .params(of)
                .param("provider", provider)
                .param("now", Rows.timestamp(now))
                .param("permits", permits)
                .param("worker", Replica.ID)
                .param("requested", EventType.INSTANCE_REQUESTED.text())
                .param("createTimeout", capabilities.createTimeout().toString())
                .param("otherTimeout", settings.timeout().toString())
                .query((row, number) -> claim(row, capabilities))
                .list();
    }

    private Claim claim(ResultSet row, Capabilities capabilities) throws SQLException {
        return switch (Call.Kind.valueOf(row.getString("kind"))) {
            case PROVISION -> provision(row, capabilities);
            case DRAIN ->
                new Claim.Drain(
                        row.getLong("group_id"),
                        row.getObject("id", UUID.class),
                        member(row),
                        row.getString("provider"),
                        row.getInt("attempts"),
                        Objects.requireNonNull(Rows.instant(row, "called_at")),
                        settings.timeout());
            case LABEL ->
                new Claim.Label(
                        row.getLong("group_id"),
                        row.getObject("id", UUID.class),
                        member(row),
                        row.getString("provider"),
                        row.getInt("attempts"),
                        Objects.requireNonNull(Rows.instant(row, "called_at")),
                        settings.timeout());
            case DESTROY -> destroy(row, capabilities);
            case UNLABEL -> unlabel(row, capabilities);
        };
    }

    private static Claim provision(ResultSet row, Capabilities capabilities) throws SQLException {
        return new Claim.Provision(
                row.getLong("group_id"),
                row.getObject("id", UUID.class),
                member(row),
                row.getString("provider"),
                row.getInt("attempts"),
                Objects.requireNonNull(Rows.instant(row, "called_at")),
                capabilities.createTimeout(),
                Rows.value(row.getString("request"), ProvisionRequest.class));
    }

    private Claim destroy(ResultSet row, Capabilities capabilities) throws SQLException {
        return new Claim.Destroy(
                row.getLong("group_id"),
                row.getObject("id", UUID.class),
                member(row),
                row.getString("provider"),
                row.getInt("attempts"),
                Objects.requireNonNull(Rows.instant(row, "called_at")),
                settings.timeout(),
                new ProviderId(row.getString("provider_id")),
                new Token(row.getString("token")),
                reason(Why.valueOf(row.getString("why"))),
                Objects.requireNonNull(Rows.instant(row, "bound_at")).plus(capabilities.consistencyWindow()));
    }

    private static DestroyReason reason(Why why) {
        return switch (why) {
            case OUTDATED, ANEW -> DestroyReason.ROLLING_UPDATE;
            case DELETED, UNDECLARED -> DestroyReason.FOR_GOOD;
            // Of a repair, and of what a person destroys, the next one needs what it had. Surplus cattle leave their
            // index to others.
            case MISSING, STOPPED, UNHEALTHY, SURPLUS, REQUESTED, GROW, UPDATE, RELABEL, PAUSED, DETACHED, RELEASED ->
                DestroyReason.TERMINATE;
        };
    }

    private Claim unlabel(ResultSet row, Capabilities capabilities) throws SQLException {
        return new Claim.Unlabel(
                row.getLong("group_id"),
                row.getObject("id", UUID.class),
                member(row),
                row.getString("provider"),
                row.getInt("attempts"),
                Objects.requireNonNull(Rows.instant(row, "called_at")),
                settings.timeout(),
                new ProviderId(row.getString("provider_id")),
                new Token(row.getString("token")),
                Objects.requireNonNull(Rows.instant(row, "bound_at")).plus(capabilities.consistencyWindow()));
    }

    private static MemberId member(ResultSet row) throws SQLException {
        return new MemberId(new GroupName(row.getString("name")), row.getInt("member"));
    }
}
