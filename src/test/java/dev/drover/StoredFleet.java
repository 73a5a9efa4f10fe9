package dev.drover;

import dev.drover.provider.fake.FakeProvider;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Groups whose members have all been made long ago: nothing is to be done. */
@TestComponent
public final class StoredFleet {
    private final StoredGroups groups;
    private final JdbcClient jdbc;

    StoredFleet(StoredGroups groups, JdbcClient jdbc) {
        this.groups = groups;
        this.jdbc = jdbc;
    }

    /** New groups of equal size with all their members running. */
    public List<Long> settled(String provider, int count, int size) {
        groups.provider(provider);
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(groups.declare(provider, size));
        }
        jdbc.sql("""
                with m as (
                    insert into member (group_id, number, member_index, revision, provider, state, token, labels, created_at,
                                        created_because, provider_id, addresses, bound_at, phase, phase_since)
                    select g, n, n, 1, :provider, 'RUNNING', gen_random_uuid(),
                           jsonb_build_object('drover.owner', 'test', 'drover.group', 'group-' || g, 'drover.revision', '1',
                                              'drover.member', 'group-' || g || '-' || n, 'drover.token', gen_random_uuid()),
                           t, 'the group is to be larger', 'fake-' || g || '-' || n, '["127.0.0.1"]', t, 'RUNNING', t
                      from unnest(:groups::bigint[]) g, generate_series(0, :size - 1) n,
                           (select clock_timestamp() - interval '1 hour' as t)
                    returning *)
                insert into action (group_id, id, member, kind, state, provider, why, epoch, attempts, not_before, request,
                                    planned_at, called_at, deadline, closed_at, accepted, worker, generation)
                select group_id, token, number, 'PROVISION', 'DONE', provider, 'GROW', 1, 1, created_at,
                       jsonb_build_object('token', token, 'labels', labels), created_at, created_at,
                       created_at + interval '30 seconds', created_at, true, 'nobody', 1
                  from m
                """)
                .param("provider", provider)
                .param("groups", ids.toArray(Long[]::new))
                .param("size", size)
                .update();
        return ids;
    }

    /** Brings the database into the state that it is in after a while. */
    public void settle() {
        jdbc.sql("vacuum analyze").update();
    }

    /** The instances of all members of a provider, as it would list them. */
    public List<Instance> instances(String provider) {
        return jdbc.sql(
                        "select provider_id, token, labels->>'drover.group' as name from member where provider = :provider")
                .param("provider", provider)
                .query((row, number) -> new Instance(
                        new ProviderId(row.getString("provider_id")),
                        new Token(row.getString("token")),
                        Map.of("drover.owner", "test", "drover.group", row.getString("name")),
                        Phase.RUNNING,
                        List.of("127.0.0.1"),
                        Map.of(),
                        null))
                .list();
    }

    /** The version of every row that observing and planning write, but for observations: equal if nothing was written. */
    public String versions() {
        return jdbc.sql("""
                select concat_ws(' ',
                    (select md5(string_agg(ctid::text || xmin, ',' order by ctid)) from member),
                    (select md5(string_agg(ctid::text || xmin, ',' order by ctid)) from action),
                    (select md5(string_agg(ctid::text || xmin, ',' order by ctid)) from fleet_group),
                    (select md5(string_agg(ctid::text || xmin, ',' order by ctid)) from group_status),
                    (select md5(string_agg(ctid::text || xmin, ',' order by ctid)) from event),
                    (select last_value from wake_id_seq))
                """).query(String.class).single();
    }

    /** Lets the provider have them. */
    public void fill(String name, FakeProvider provider) {
        instances(name).forEach(provider::add);
    }
}
