package dev.drover.member;

import dev.drover.database.Rows;
import dev.drover.provider.spi.Instance;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The transitions of member rows that passes decide. Each names the state that it comes from, and throws {@link RowMoved}
 * if the row has left it.
 */
@Component
public class Members {
    private final JdbcClient jdbc;

    Members(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Nothing → CREATING. Marks those that are replaced as such. */
    public void add(long group, List<NewMember> members, Instant now) {
        int written = jdbc.sql("""
                with x as (
                    select * from json_to_recordset(:members::json)
                        as x(number integer, member_index integer, logical_id text, revision integer, provider text,
                             token uuid, labels jsonb, because text, replaces integer, strikes integer)),
                replaced as (
                    update member m set replaced_by = x.number
                      from x where m.group_id = :group and m.number = x.replaces)
                insert into member (group_id, number, member_index, logical_id, revision, provider, state, token,
                                    labels, created_at, created_because, replaces, strikes)
                select :group, number, member_index, logical_id, revision, provider, 'CREATING', token,
                       labels, :now, because, replaces, strikes
                  from x
                """)
                .param("members", Rows.of(members))
                .param("group", group)
                .param("now", Rows.timestamp(now))
                .update();
        RowMoved.unless(members.size(), written, "adding members");
    }

    /**
     * CREATING, RUNNING → LEAVING.
     *
     * @param why the planner's name for the reason
     * @param because says it to people
     * @param seen what the decision rests on: if anything else has been seen since, it is void
     */
    public void leave(long group, int number, String why, String because, Seen seen, Instant now) {
        int written = jdbc.sql("""
                update member set state = 'LEAVING', leaving_since = :now, leaving_why = :why, leaving_because = :because
                 where group_id = :group and number = :number and state in ('CREATING', 'RUNNING')
                   and (:phase::text is null
                        or (phase = :phase and probe_status is not distinct from :probe
                            and missing_since is not distinct from :missingSince::timestamptz))
                """)
                .param("group", group)
                .param("number", number)
                .param("why", why)
                .param("because", because)
                .param("phase", seen.phase())
                .param("probe", seen.probe())
                .param("missingSince", seen.missingSince() == null ? null : Rows.timestamp(seen.missingSince()))
                .param("now", Rows.timestamp(now))
                .update();
        RowMoved.unless(1, written, "a member leaves");
    }

    /**
     * What listings and probes say of an instance.
     *
     * @param phase null if a decision does not rest on what was seen
     * @param missingSince when the listings began to lack it; null if they do not
     * @param probe null if no probe has settled on anything yet
     */
    public record Seen(
            @Nullable String phase,
            @Nullable Instant missingSince,
            @Nullable String probe) {
        public static final Seen WHATEVER = new Seen(null, null, null);
    }

    /** LEAVING → RUNNING, or CREATING if it has no instance yet. */
    public void keep(long group, int number) {
        int written =
                jdbc.sql("""
                update member
                   set state = case when provider_id is null then 'CREATING' else 'RUNNING' end,
                       leaving_since = null, leaving_why = null, leaving_because = null, replaced_by = null
                 where group_id = :group and number = :number and state = 'LEAVING'
                """).param("group", group).param("number", number).update();
        RowMoved.unless(1, written, "a member stays after all");
    }

    /** CREATING → RUNNING with the instance that was found; a leaving member gets its instance and goes on leaving. */
    public void bind(long group, int number, Instance instance, Instant now) {
        int written = jdbc.sql("""
                update member
                   set state = case state when 'CREATING' then 'RUNNING' else state end,
                       provider_id = :providerId, addresses = :addresses::jsonb, ports = :ports::jsonb,
                       phase = :phase, phase_detail = :detail, phase_since = :now, bound_at = :now, found = null
                 where group_id = :group and number = :number
                   and state in ('CREATING', 'LEAVING') and provider_id is null
                """)
                .param("group", group)
                .param("number", number)
                .param("providerId", instance.id().value())
                .param("addresses", Rows.json(instance.addresses()))
                .param("ports", Rows.json(instance.ports()))
                .param("phase", instance.phase().name())
                .param("detail", instance.detail())
                .param("now", Rows.timestamp(now))
                .update();
        RowMoved.unless(1, written, "a member is bound");
    }

    /** RUNNING, LEAVING → ENDED, for a member that is to be detached: its instance lives on, and nobody touches it again. */
    public void release(long group, int number, String tombstone, String because, Instant now) {
        int written = jdbc.sql("""
                with m as (
                    update member
                       set state = 'ENDED', ended_at = :now, ended_because = :because,
                           leaving_since = null, leaving_why = null, leaving_because = null
                     where group_id = :group and number = :number and state in ('RUNNING', 'LEAVING')
                       and provider_id is not null and requested = 'DETACH'
                    returning token, group_id, number)
                insert into tombstone (token, group_id, member, what, at)
                select token, group_id, number, :tombstone, :now from m
                """)
                .param("group", group)
                .param("number", number)
                .param("tombstone", tombstone)
                .param("because", because)
                .param("now", Rows.timestamp(now))
                .update();
        RowMoved.unless(1, written, "a member is detached");
    }

    /**
     * CREATING, LEAVING → ENDED, with a tombstone for its token.
     *
     * @param bound whether the member is known to have had an instance
     * @param found whether one was seen under its token; after that was planned it must not have been seen for the first time
     */
    public void end(
            long group, int number, boolean bound, boolean found, String tombstone, String because, Instant now) {
        int written = jdbc.sql("""
                with m as (
                    update member set state = 'ENDED', ended_at = :now, ended_because = :because
                     where group_id = :group and number = :number and state in ('CREATING', 'LEAVING')
                       and (provider_id is not null) = :bound and (:bound or (found is not null) = :found)
                    returning token, group_id, number, replaces, provider_id),
                again as (
                    -- what it was to replace still waits for a replacement
                    update member p set replaced_by = null
                      from m where m.provider_id is null and p.group_id = m.group_id and p.number = m.replaces)
                insert into tombstone (token, group_id, member, what, at)
                select token, group_id, number, :tombstone, :now from m
                """)
                .param("group", group)
                .param("number", number)
                .param("bound", bound)
                .param("found", found)
                .param("tombstone", tombstone)
                .param("because", because)
                .param("now", Rows.timestamp(now))
                .update();
        RowMoved.unless(1, written, "a member ends");
    }

    /**
     * Nothing → a tombstone RELEASED, for the token of an instance that is about to be made and never has a member: whatever
     * observes it leaves it alone.
     */
    public void releaseUnborn(UUID token, Instant now) {
        jdbc.sql("insert into tombstone (token, what, at) values (:token, 'RELEASED', :now)")
                .param("token", token)
                .param("now", Rows.timestamp(now))
                .update();
    }
}
