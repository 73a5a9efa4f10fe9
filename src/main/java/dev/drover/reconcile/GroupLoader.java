package dev.drover.reconcile;

import dev.drover.database.Rows;
import dev.drover.group.GroupStatus;
import dev.drover.plan.Casualty;
import dev.drover.plan.CreateFailures;
import dev.drover.plan.Declared;
import dev.drover.plan.GroupState;
import dev.drover.plan.Lineage;
import dev.drover.plan.Member;
import dev.drover.plan.Orphans;
import dev.drover.plan.Predecessor;
import dev.drover.plan.Template;
import dev.drover.plan.Why;
import dev.drover.provider.spi.LogicalId;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.spec.GroupSpec;
import dev.drover.spec.MemberId;
import dev.drover.spec.SpecReader;
import dev.drover.work.DatabaseClock;
import dev.drover.work.Wakes;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads everything that a pass needs, in one snapshot, after it has forgotten the wakes that brought it here. */
@Component
class GroupLoader {
    private final JdbcClient jdbc;
    private final Wakes wakes;
    private final DatabaseClock clock;
    private final MemberLoader members;
    private final ProviderLoader providers;
    private final TransactionTemplate snapshot;

    GroupLoader(
            JdbcClient jdbc,
            Wakes wakes,
            DatabaseClock clock,
            MemberLoader members,
            ProviderLoader providers,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.wakes = wakes;
        this.clock = clock;
        this.members = members;
        this.providers = providers;
        this.snapshot = new TransactionTemplate(transactions);
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    /** Empty if the group is deleted. */
    Optional<Loaded> load(long id) {
        return Objects.requireNonNull(snapshot.execute(transaction -> {
            wakes.answer(id);
            return group(id).map(this::load);
        }));
    }

    /** The same for somebody who only looks: the wakes stay. Empty if there is no such group. */
    Optional<Loaded> look(String name) {
        return Objects.requireNonNull(snapshot.execute(
                transaction -> jdbc.sql("select id from fleet_group where name = :name and state <> 'DELETED'")
                        .param("name", name)
                        .query(Long.class)
                        .optional()
                        .flatMap(this::group)
                        .map(this::load)));
    }

    private Loaded load(GroupRow group) {
        JsonNode tree = Rows.tree(group.spec());
        GroupSpec spec = SpecReader.read(group.name(), tree);
        List<Member> unended = members.unended(group.id(), group.name(), group.fence());
        Instant now = clock.of(group.clock());
        Declared declared = declared(group, spec);
        GroupState state = new GroupState(
                group.name(),
                group.state(),
                declared,
                new Template(1, group.firstProvider()),
                group.rollout() == null ? null : group.rollout().rollout(),
                group.paused(),
                unended,
                group.unreplaced() ? unreplaced(group, declared) : List.of(),
                group.casualties() ? casualties(group, declared, now) : List.of(),
                declared.logicalIds() == null ? Map.of() : indices(group.id()),
                group.failing() ? failures(group.id()) : List.of(),
                providers.of(providers(declared, group), unended),
                group.orphans() ? orphans(group) : Orphans.NONE,
                group.plannedAt());
        return new Loaded(
                group.id(),
                group.epoch(),
                group.fence(),
                group.statusFence(),
                group.plannedAt() != null && group.plannedAt().isAfter(now) ? group.plannedAt() : now,
                group.owner(),
                state,
                specs(group, tree),
                group.rollout(),
                Rows.value(group.status(), GroupStatus.class),
                group.failed() ? errors(group) : List.of());
    }

    private static List<String> providers(Declared declared, GroupRow group) {
        StoredRollout rollout = group.rollout();
        return rollout == null
                ? List.of(declared.provider(), group.firstProvider())
                : List.of(declared.provider(), rollout.fromProvider(), rollout.provider());
    }

    /** The newest declaration, and the same with each of the revisions that a plan may go on making members from. */
    private Map<Integer, JsonNode> specs(GroupRow group, JsonNode tree) {
        StoredRollout rollout = group.rollout();
        Set<Integer> revisions =
                rollout == null ? Set.of(1) : new HashSet<>(List.of(rollout.fromRevision(), rollout.revision()));
        Map<Integer, JsonNode> specs = new HashMap<>();
        revisions.forEach(it -> specs.put(it, it == group.revision() ? tree : with(tree, group.id(), it)));
        specs.put(group.revision(), tree);
        return specs;
    }

    private JsonNode with(JsonNode tree, long group, int revision) {
        ObjectNode other = tree.deepCopy().asObject();
        jdbc.sql("select instance, flavor from revision where group_id = :group and number = :number")
                .param("group", group)
                .param("number", revision)
                .query(row -> {
                    other.set("instance", Rows.tree(Objects.requireNonNull(row.getString("instance"))));
                    JsonNode flavor = Rows.tree(Objects.requireNonNull(row.getString("flavor")));
                    if (flavor.isEmpty()) {
                        other.remove("flavor");
                    } else {
                        other.set("flavor", flavor);
                    }
                });
        return other;
    }

    private static Declared declared(GroupRow group, GroupSpec spec) {
        return IntendedState.declared(
                spec,
                group.generation(),
                group.size(),
                group.labelsAt(),
                group.revision(),
                group.rollback(),
                group.lastGood(),
                group.clearedAt(),
                group.notValidated());
    }

    private Optional<GroupRow> group(long id) {
        return jdbc.sql(GroupRow.SELECT)
                .param("id", id)
                .query((row, number) -> GroupRow.of(row))
                .optional();
    }

    /** Members that a repair ended lately, and that nothing replaced yet. */
    private List<Predecessor> unreplaced(GroupRow group, Declared declared) {
        Instant from = Objects.requireNonNullElse(group.plannedAt(), Instant.EPOCH)
                .minus(declared.repair().retryEvery());
        return jdbc.sql("""
                select number, logical_id, leaving_why, created_at, leaving_since, replaces, strikes
                  from member
                 where group_id = :group and state = 'ENDED' and replaced_by is null and bound_at is not null
                   and leaving_why in ('MISSING', 'STOPPED', 'UNHEALTHY') and leaving_since > :from
                """)
                .param("group", group.id())
                .param("from", Rows.timestamp(from))
                .query((row, number) -> new Predecessor(
                        new MemberId(group.name(), row.getInt("number")),
                        row.getString("logical_id") == null ? null : new LogicalId(row.getString("logical_id")),
                        Why.valueOf(row.getString("leaving_why")),
                        Objects.requireNonNull(Rows.instant(row, "created_at")),
                        Objects.requireNonNull(Rows.instant(row, "leaving_since")),
                        new Lineage(MemberLoader.memberId(group.name(), row, "replaces"), row.getInt("strikes"))))
                .list();
    }

    private List<Casualty> casualties(GroupRow group, Declared declared, Instant now) {
        return jdbc.sql("""
                select number, replaces, coalesce(fell_ill_at, leaving_since) as fell
                  from member
                 where group_id = :group and state = 'ENDED' and leaving_why in ('STOPPED', 'UNHEALTHY')
                   and leaving_since > :from
                """)
                .param("group", group.id())
                .param(
                        "from",
                        Rows.timestamp(now.minus(declared.repair().breaker().window())))
                .query((row, number) -> new Casualty(
                        new MemberId(group.name(), row.getInt("number")),
                        MemberLoader.memberId(group.name(), row, "replaces"),
                        Objects.requireNonNull(Rows.instant(row, "fell"))))
                .list();
    }

    private Map<LogicalId, Integer> indices(long group) {
        Map<LogicalId, Integer> indices = new HashMap<>();
        jdbc.sql("select logical_id, member_index from pet where group_id = :group")
                .param("group", group)
                .query(row -> {
                    indices.put(new LogicalId(row.getString("logical_id")), row.getInt("member_index"));
                });
        return indices;
    }

    /** One that nobody knows anything of is destroyed only if that was asked for, and counts from then on. */
    private Orphans orphans(GroupRow group) {
        Set<MemberId> copied = jdbc.sql(
                        "select distinct member from orphan where group_id = :group and what = 'DUPLICATE'")
                .param("group", group.id())
                .query((row, number) -> new MemberId(group.name(), row.getInt("member")))
                .set();
        return jdbc.sql("""
                select count(*) filter (where state <> 'QUARANTINED') as doomed,
                       array_agg(provider_id || ' at ' || provider order by provider, provider_id)
                           filter (where what = 'UNKNOWN') as unexplained
                  from orphan where group_id = :group
                """)
                .param("group", group.id())
                .query((row, number) -> new Orphans(
                        row.getInt("doomed"),
                        row.getArray("unexplained") == null
                                ? List.of()
                                : List.of((String[]) row.getArray("unexplained").getArray()),
                        copied))
                .single();
    }

    private List<CreateFailures> failures(long group) {
        return jdbc.sql("select * from create_failure where group_id = :group")
                .param("group", group)
                .query((row, number) -> new CreateFailures(
                        ProviderFailure.Kind.valueOf(row.getString("kind")),
                        row.getInt("rounds"),
                        Objects.requireNonNull(Rows.instant(row, "since")),
                        Objects.requireNonNull(Rows.instant(row, "last_at")),
                        row.getDouble("jitter"),
                        row.getString("message")))
                .list();
    }

    private List<GroupStatus.LastError> errors(GroupRow group) {
        return jdbc.sql("""
                select a.member, a.kind, a.error, a.closed_at
                  from action a join member m on m.group_id = a.group_id and m.number = a.member
                 where a.group_id = :group and m.state <> 'ENDED' and a.error is not null
                 order by a.closed_at desc limit 5
                """)
                .param("group", group.id())
                .query((row, number) -> new GroupStatus.LastError(
                        Rows.instant(row, "closed_at"),
                        row.getString("kind").toLowerCase(Locale.ROOT) + " "
                                + MemberLoader.memberId(group.name(), row, "member"),
                        row.getString("error")))
                .list();
    }
}
