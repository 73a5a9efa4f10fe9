package dev.drover.member;

import dev.drover.database.Rows;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Writes the members that running instances become. */
@Component
public class AdoptedMembers {
    private final JdbcClient jdbc;

    AdoptedMembers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * PLANNED → CANCELLED for the unlabelling of instances that are to be adopted, after whoever is about to call it. It is undone
     * with the transaction if they are not adopted after all.
     */
    public void keepLabels(List<UUID> tokens, Instant now) {
        jdbc.sql("""
                with a as (
                    select a.group_id, a.id
                      from tombstone t join action a on a.group_id = t.group_id and a.member = t.member
                     where t.token = any(:tokens::text[]::uuid[]) and t.what = 'RELEASED' and a.kind = 'UNLABEL'
                     order by a.group_id, a.id for update of a)
                update action t set state = 'CANCELLED', closed_at = :now
                  from a where t.group_id = a.group_id and t.id = a.id and t.state = 'PLANNED'
                """)
                .param("tokens", Rows.column(tokens, it -> it))
                .param("now", Rows.timestamp(now))
                .update();
    }

    /**
     * Nothing → RUNNING, with a create that is DONE, though nobody called it: whoever looks at a member looks at its create. Its
     * id is none of the token, which another member's create may have had. The tombstones of the tokens are gone with it. The
     * labels that the instances carry are those of no generation, so that the next pass sets the declared ones.
     *
     * @param why of the create, in one word
     * @param how they became members, as the beginning of the sentence that says why they are there
     * @throws RowMoved if not all were written
     */
    public void adopt(long group, List<Adoption> members, String why, String how, Instant now) {
        int written = jdbc.sql("""
                with x as (
                    select * from unnest(
                            :numbers::text[]::integer[], :indices::text[]::integer[], :logicalIds::text[],
                            :revisions::text[]::integer[], :providers::text[], :tokens::text[]::uuid[],
                            :labels::text[]::jsonb[], :becauses::text[], :drains::text[]::boolean[],
                            :anews::text[]::boolean[], :instances::text[], :addresses::text[]::jsonb[],
                            :ports::text[]::jsonb[], :phases::text[], :details::text[], :actions::text[]::uuid[])
                        as x(number, member_index, logical_id, revision, provider, token, labels, because, drains, anew,
                             instance, addresses, ports, phase, detail, action)),
                t as (
                    delete from tombstone t using x where t.token = x.token and t.what = 'RELEASED'),
                m as (
                    insert into member (group_id, number, member_index, logical_id, revision, provider, state, token,
                                        labels, labelled, created_at, created_because, drains, anew, provider_id,
                                        addresses, ports, bound_at, phase, phase_since, phase_detail)
                    select :group, number, member_index, logical_id, revision, provider, 'RUNNING', token,
                           labels, 0, :now, because, drains, anew, instance, addresses, ports, :now, phase, :now, detail
                      from x),
                p as (
                    insert into pet (group_id, logical_id, member_index)
                    select :group, logical_id, member_index from x where logical_id is not null
                    on conflict (group_id, logical_id) do update set member_index = excluded.member_index)
                insert into action (group_id, id, member, kind, state, provider, why, epoch, not_before, planned_at,
                                    generation, accepted)
                select g.id, x.action, x.number, 'PROVISION', 'DONE', x.provider, :why, g.epoch, :now, :now,
                       g.generation, true
                  from x join fleet_group g on g.id = :group
                """)
                .param("group", group)
                .param("why", why)
                .param("now", Rows.timestamp(now))
                .param("numbers", Rows.column(members, it -> it.member().number()))
                .param("indices", Rows.column(members, Adoption::index))
                .param("logicalIds", Rows.column(members, Adoption::logicalId))
                .param("revisions", Rows.column(members, Adoption::revision))
                .param("providers", Rows.column(members, Adoption::provider))
                .param("tokens", Rows.column(members, Adoption::token))
                .param(
                        "labels",
                        Rows.column(members, it -> Rows.json(it.instance().labels())))
                .param("becauses", Rows.column(members, it -> how + ": it was " + it.was()))
                .param("drains", Rows.column(members, Adoption::drains))
                .param("anews", Rows.column(members, Adoption::anew))
                .param("instances", Rows.column(members, it -> it.instance().id()))
                .param(
                        "addresses",
                        Rows.column(members, it -> Rows.json(it.instance().addresses())))
                .param(
                        "ports",
                        Rows.column(members, it -> Rows.json(it.instance().ports())))
                .param(
                        "phases",
                        Rows.column(members, it -> it.instance().phase().name()))
                .param("details", Rows.column(members, it -> it.instance().detail()))
                .param("actions", Rows.column(members, it -> UUID.randomUUID()))
                .update();
        RowMoved.unless(members.size(), written, "instances become members");
    }
}
