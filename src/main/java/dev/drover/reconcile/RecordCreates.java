package dev.drover.reconcile;

import dev.drover.database.Rows;
import dev.drover.history.EventType;
import dev.drover.member.RowMoved;
import dev.drover.plan.Action;
import dev.drover.provider.spi.LogicalId;
import dev.drover.provider.spi.ProvisionRequest;
import dev.drover.spec.MemberId;
import dev.drover.work.Replica;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Writes new members: the member, its create and its event in one statement, however many there are. */
@Component
class RecordCreates {
    private final JdbcClient jdbc;

    RecordCreates(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Nothing → CREATING, with a create; its id is the token. Marks those that are replaced as such. The first creates are
     * CALLED at once, as many as the window has room for, and handed over to it; the others are PLANNED, all of them if the
     * provider has asked for fewer calls meanwhile.
     */
    void record(Loaded loaded, List<NewMembers.Prepared> members, long epoch, FirstWindow window) {
        long group = loaded.id();
        Instant now = loaded.now();
        int written = jdbc.sql("""
                with y as (
                    select * from unnest(
                            :numbers::text[]::integer[], :indices::text[]::integer[], :logicalIds::text[],
                            :revisions::text[]::integer[], :providers::text[], :tokens::text[]::uuid[],
                            :labels::text[]::jsonb[], :becauses::text[], :replaces::text[]::integer[],
                            :strikes::text[]::integer[], :drains::text[]::boolean[], :whys::text[], :requests::text[]::jsonb[], :messages::text[])
                           with ordinality
                        as x(number, member_index, logical_id, revision, provider, token, labels, because, replaces,
                             strikes, drains, why, request, message, position)),
                x as (
                    select y.*, position <= :room and not exists (
                               select from provider_state p
                                where p.name = y.provider and p.throttled_until > :calledAt) as called
                      from y),
                g as (
                    select id, name, case state when 'ACTIVE' then generation end as generation
                      from fleet_group where id = :group),
                replaced as (
                    update member m set replaced_by = x.number
                      from x where m.group_id = :group and m.number = x.replaces),
                m as (
                    insert into member (group_id, number, member_index, logical_id, revision, provider, state, token,
                                        labels, labelled, created_at, created_because, replaces, strikes, drains)
                    select :group, number, member_index, logical_id, revision, provider, 'CREATING', token,
                           labels, :labelled, :now, because, replaces, strikes, drains
                      from x),
                p as (
                    insert into pet (group_id, logical_id, member_index)
                    select :group, logical_id, member_index from x where logical_id is not null
                    on conflict (group_id, logical_id) do update set member_index = excluded.member_index),
                a as (
                    insert into action (group_id, id, member, kind, state, provider, why, epoch, not_before, request,
                                        planned_at, generation, attempts, called_at, deadline, worker)
                    select :group, token, number, 'PROVISION', 'PLANNED', provider, why, :epoch, :now, request,
                           :now, g.generation, 0, null::timestamptz, null::timestamptz, null::text
                      from x cross join g where not called
                    union all
                    select :group, token, number, 'PROVISION', 'CALLED', provider, why, :epoch, :now, request,
                           :now, g.generation, 1, :calledAt, :deadline, :worker
                      from x cross join g where called)
                insert into event (group_id, group_name, member, type, at, generation, message)
                select g.id, g.name, x.number, e.type, e.at, g.generation, e.message
                  from x cross join g
                 cross join lateral (
                       select 1, :planned, :now::timestamptz, x.message
                       union all
                       select 2, :requested, :calledAt, 'the create was sent to ' || x.provider || ', attempt 1'
                        where x.called) as e(step, type, at, message)
                 order by e.step, x.position
                """)
                .param("group", group)
                .param("epoch", epoch)
                .param("now", Rows.timestamp(now))
                .param("planned", EventType.MEMBER_PLANNED.text())
                .param("requested", EventType.INSTANCE_REQUESTED.text())
                .param("room", window.room())
                .param("calledAt", Rows.timestamp(window.calledAt()))
                .param("deadline", Rows.timestamp(window.calledAt().plus(window.timeout())))
                .param("worker", Replica.ID)
                .param("numbers", Rows.column(members, it -> it.id().number()))
                .param(
                        "indices",
                        Rows.column(members, it -> it.provision().member().index()))
                .param("logicalIds", Rows.column(members, RecordCreates::logicalId))
                .param("revisions", Rows.column(members, it -> it.provision().revision()))
                .param("providers", Rows.column(members, it -> it.provision().provider()))
                .param("tokens", Rows.column(members, NewMembers.Prepared::token))
                .param("labels", Rows.column(members, it -> Rows.json(labels(it.request()))))
                .param("becauses", Rows.column(members, it -> because(it.provision())))
                .param("replaces", Rows.column(members, it -> replaces(it.provision())))
                .param(
                        "strikes",
                        Rows.column(members, it -> it.provision().lineage().strikes()))
                .param("drains", Rows.column(members, NewMembers.Prepared::drains))
                .param("labelled", loaded.state().declared().labels())
                .param("whys", Rows.column(members, it -> it.provision().why().name()))
                .param("requests", Rows.column(members, it -> it.request() == null ? null : Rows.json(it.request())))
                .param("messages", Rows.column(members, RecordCreates::message))
                .update();
        int called = written - members.size(); // each of these has an event more
        RowMoved.unless(called == 0 ? 0 : Math.min(window.room(), members.size()), called, "creates are planned");
        window.handOver(members.stream()
                .limit(called)
                .map(it -> claim(group, it, window))
                .toList());
    }

    private static Claim claim(long group, NewMembers.Prepared it, FirstWindow window) {
        return new Claim.Provision(
                group,
                it.token(),
                it.id(),
                it.provision().provider(),
                1,
                window.calledAt(),
                window.timeout(),
                it.request());
    }

    private static @Nullable LogicalId logicalId(NewMembers.Prepared it) {
        return it.provision().member().logicalId();
    }

    private static @Nullable Integer replaces(Action.Provision provision) {
        MemberId replaces = provision.lineage().replaces();
        return replaces == null ? null : replaces.number();
    }

    private static Map<String, String> labels(@Nullable ProvisionRequest request) {
        return request == null ? Map.of() : request.labels();
    }

    private static String message(NewMembers.Prepared it) {
        return it.id() + " is to be made by " + it.provision().provider() + ": " + because(it.provision());
    }

    private static String because(Action.Provision provision) {
        MemberId replaces = provision.lineage().replaces();
        return replaces == null
                ? provision.why().sentence()
                : "it replaces " + replaces + ", because " + provision.why().sentence();
    }
}
