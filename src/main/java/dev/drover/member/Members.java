package dev.drover.member;

import dev.drover.database.Rows;
import dev.drover.provider.spi.Instance;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
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

    /**
     * Locks these members in the order in which everybody locks them, so that nobody waits for somebody who waits for him. Call
     * it before the transitions, and after their actions are locked.
     */
    public void lock(long group, Collection<Integer> numbers) {
        if (!numbers.isEmpty()) {
            jdbc.sql("""
                    select number from member where group_id = :group and number = any(:numbers) order by number for update
                    """)
                    .param("group", group)
                    .param("numbers", numbers.toArray(Integer[]::new))
                    .query(Integer.class)
                    .list();
        }
    }

    /** CREATING, RUNNING → LEAVING. */
    public void leave(long group, List<Leaver> members, Instant now) {
        write(
                members,
                "members leave",
                () -> jdbc.sql("""
                update member m
                   set state = 'LEAVING', leaving_since = :now, leaving_why = x.why, leaving_because = x.because
                  from unnest(:numbers::text[]::integer[], :whys::text[], :becauses::text[], :phases::text[], :probes::text[],
                              :missing::text[]::timestamptz[], :reports::text[]::timestamptz[])
                       as x(number, why, because, phase, probe, missing_since, report_since)
                 where m.group_id = :group and m.number = x.number and m.state in ('CREATING', 'RUNNING')
                   and (x.phase is null
                        or (m.phase = x.phase and m.probe_status is not distinct from x.probe
                            and m.missing_since is not distinct from x.missing_since
                            and m.report_since is not distinct from x.report_since))
                """)
                        .param("group", group)
                        .param("now", Rows.timestamp(now))
                        .param("numbers", Rows.column(members, Leaver::number))
                        .param("whys", Rows.column(members, Leaver::why))
                        .param("becauses", Rows.column(members, Leaver::because))
                        .param("phases", Rows.column(members, it -> it.seen().phase()))
                        .param("probes", Rows.column(members, it -> it.seen().probe()))
                        .param("missing", Rows.column(members, it -> it.seen().missingSince()))
                        .param("reports", Rows.column(members, it -> it.seen().reportSince())));
    }

    /**
     * A member that is to leave.
     *
     * @param why the planner's name for the reason
     * @param because says it to people
     * @param seen what the decision rests on: if anything else has been seen since, it is void
     */
    public record Leaver(int number, String why, String because, Seen seen) {}

    /**
     * What listings and probes say of an instance.
     *
     * @param phase null if a decision does not rest on what was seen
     * @param missingSince when the listings began to lack it; null if they do not
     * @param reportSince when what somebody outside says began; null if nobody said anything
     * @param probe null if no probe has settled on anything yet
     */
    public record Seen(
            @Nullable String phase,
            @Nullable Instant missingSince,
            @Nullable Instant reportSince,
            @Nullable String probe) {
        public static final Seen WHATEVER = new Seen(null, null, null, null);
    }

    /** LEAVING → RUNNING, or CREATING if it has no instance yet. */
    public void keep(long group, List<Integer> numbers) {
        write(
                numbers,
                "members stay after all",
                () -> jdbc.sql("""
                update member
                   set state = case when provider_id is null then 'CREATING' else 'RUNNING' end,
                       leaving_since = null, leaving_why = null, leaving_because = null, replaced_by = null
                 where group_id = :group and number = any(:numbers) and state = 'LEAVING'
                """).param("group", group).param("numbers", numbers.toArray(Integer[]::new)));
    }

    /** Notes when members that leave were first to stop their work: the time for that runs from now. */
    public void drain(long group, List<Integer> numbers, Instant now) {
        write(
                numbers,
                "members are drained",
                () -> jdbc.sql("""
                update member set drain_since = :now
                 where group_id = :group and number = any(:numbers) and state = 'LEAVING'
                """)
                        .param("group", group)
                        .param("numbers", numbers.toArray(Integer[]::new))
                        .param("now", Rows.timestamp(now)));
    }

    /** CREATING → RUNNING with the instances that were found; a leaving member gets its instance and goes on leaving. */
    public void bind(long group, List<Found> members, Instant now) {
        write(
                members,
                "members are bound",
                () -> jdbc.sql("""
                update member m
                   set state = case m.state when 'CREATING' then 'RUNNING' else m.state end,
                       provider_id = x.provider_id, addresses = x.addresses, ports = x.ports,
                       phase = x.phase, phase_detail = x.detail, phase_since = :now, bound_at = :now, found = null
                  from unnest(:numbers::text[]::integer[], :providerIds::text[], :addresses::text[]::jsonb[],
                              :ports::text[]::jsonb[], :phases::text[], :details::text[])
                       as x(number, provider_id, addresses, ports, phase, detail)
                 where m.group_id = :group and m.number = x.number
                   and m.state in ('CREATING', 'LEAVING') and m.provider_id is null
                """)
                        .param("group", group)
                        .param("now", Rows.timestamp(now))
                        .param("numbers", Rows.column(members, Found::number))
                        .param(
                                "providerIds",
                                Rows.column(members, it -> it.instance().id()))
                        .param(
                                "addresses",
                                Rows.column(
                                        members, it -> Rows.json(it.instance().addresses())))
                        .param(
                                "ports",
                                Rows.column(
                                        members, it -> Rows.json(it.instance().ports())))
                        .param(
                                "phases",
                                Rows.column(members, it -> it.instance().phase().name()))
                        .param(
                                "details",
                                Rows.column(members, it -> it.instance().detail())));
    }

    /** A member whose instance was found. */
    public record Found(int number, Instance instance) {}

    /** RUNNING, LEAVING → ENDED, for members that are to be detached: their instances live on, and nobody touches them again. */
    public void release(long group, List<End> members, Instant now) {
        write(
                members,
                "members are detached",
                () -> jdbc.sql("""
                with x as (
                    select * from unnest(:numbers::text[]::integer[], :becauses::text[]) as x(number, because)),
                m as (
                    update member m
                       set state = 'ENDED', ended_at = :now, ended_because = x.because,
                           leaving_since = null, leaving_why = null, leaving_because = null
                      from x
                     where m.group_id = :group and m.number = x.number and m.state in ('RUNNING', 'LEAVING')
                       and m.provider_id is not null and m.requested = 'DETACH'
                    returning m.token, m.group_id, m.number)
                insert into tombstone (token, group_id, member, what, at)
                select token, group_id, number, 'RELEASED', :now from m
                """)
                        .param("group", group)
                        .param("now", Rows.timestamp(now))
                        .param("numbers", Rows.column(members, End::number))
                        .param("becauses", Rows.column(members, End::because)));
    }

    /** CREATING, RUNNING, LEAVING → ENDED, with a tombstone for each token, whatever may still come of what was called. */
    public void abandon(long group, List<End> members, Instant now) {
        write(
                members,
                "members are abandoned",
                () -> jdbc.sql("""
                with x as (
                    select * from unnest(:numbers::text[]::integer[], :bound::text[]::boolean[], :tombstones::text[], :becauses::text[])
                        as x(number, bound, tombstone, because)),
                m as (
                    update member m set state = 'ENDED', ended_at = :now, ended_because = x.because
                      from x
                     where m.group_id = :group and m.number = x.number and m.state in ('CREATING', 'RUNNING', 'LEAVING')
                       and (m.provider_id is not null) = x.bound
                    returning m.token, m.group_id, m.number, x.tombstone)
                insert into tombstone (token, group_id, member, what, at)
                select token, group_id, number, tombstone, :now from m
                """)
                        .param("group", group)
                        .param("now", Rows.timestamp(now))
                        .param("numbers", Rows.column(members, End::number))
                        .param("bound", Rows.column(members, End::bound))
                        .param("tombstones", Rows.column(members, End::tombstone))
                        .param("becauses", Rows.column(members, End::because)));
    }

    /** CREATING, LEAVING → ENDED, with a tombstone for each token. */
    public void end(long group, List<End> members, Instant now) {
        write(
                members,
                "members end",
                () -> jdbc.sql("""
                with x as (
                    select * from unnest(:numbers::text[]::integer[], :bound::text[]::boolean[], :found::text[]::boolean[],
                                         :tombstones::text[], :becauses::text[]) as x(number, bound, found, tombstone, because)),
                m as (
                    update member m set state = 'ENDED', ended_at = :now, ended_because = x.because
                      from x
                     where m.group_id = :group and m.number = x.number and m.state in ('CREATING', 'LEAVING')
                       and (m.provider_id is not null) = x.bound and (x.bound or (m.found is not null) = x.found)
                    returning m.token, m.group_id, m.number, x.tombstone)
                insert into tombstone (token, group_id, member, what, at)
                select token, group_id, number, tombstone, :now from m
                """)
                        .param("group", group)
                        .param("now", Rows.timestamp(now))
                        .param("numbers", Rows.column(members, End::number))
                        .param("bound", Rows.column(members, End::bound))
                        .param("found", Rows.column(members, End::found))
                        .param("tombstones", Rows.column(members, End::tombstone))
                        .param("becauses", Rows.column(members, End::because)));
        unreplaced(
                group,
                members.stream().filter(it -> !it.bound()).map(End::number).toList());
    }

    /** What these were to replace still waits for a replacement. */
    private void unreplaced(long group, List<Integer> neverBound) {
        if (!neverBound.isEmpty()) {
            jdbc.sql("""
                    update member p set replaced_by = null
                      from member m
                     where m.group_id = :group and m.number = any(:numbers) and p.group_id = m.group_id
                       and p.number = m.replaces
                    """)
                    .param("group", group)
                    .param("numbers", neverBound.toArray(Integer[]::new))
                    .update();
        }
    }

    /**
     * The end of a member.
     *
     * @param bound whether the member is known to have had an instance
     * @param found whether one was seen under its token; after that was planned it must not have been seen for the first time
     * @param tombstone what is remembered of its token
     */
    public record End(int number, boolean bound, boolean found, String tombstone, String because) {}

    private static void write(List<?> rows, String what, Supplier<JdbcClient.StatementSpec> statement) {
        if (!rows.isEmpty()) {
            RowMoved.unless(rows.size(), statement.get().update(), what);
        }
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
