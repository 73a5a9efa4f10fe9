package dev.drover.reconcile;

import dev.drover.group.GroupStatus;
import dev.drover.plan.Bound;
import dev.drover.plan.Call;
import dev.drover.plan.Declared;
import dev.drover.plan.GroupState;
import dev.drover.plan.Health;
import dev.drover.plan.Lineage;
import dev.drover.plan.Member;
import dev.drover.plan.Orphans;
import dev.drover.plan.Paused;
import dev.drover.plan.ProviderState;
import dev.drover.plan.Reach;
import dev.drover.plan.Template;
import dev.drover.plan.Wishes;
import dev.drover.provider.spi.Capabilities;
import dev.drover.provider.spi.Phase;
import dev.drover.spec.DrainPolicy;
import dev.drover.spec.GroupName;
import dev.drover.spec.MemberId;
import dev.drover.spec.RepairPolicy;
import dev.drover.spec.ScaleIn;
import dev.drover.spec.UpdatePolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is stored of a group named web, of five cattle with probes, at a quarter past three. */
final class StoredGroup {
    static final GroupName WEB = new GroupName("web");
    static final Instant NOW = Instant.parse("2026-01-01T03:15:00Z");
    static final Instant SINCE = Instant.parse("2026-01-01T03:12:07.123456Z");
    private static final Capabilities CAPABILITIES =
            new Capabilities(true, true, true, false, false, false, Duration.ofSeconds(30), Duration.ZERO, 64);
    static final Instant YESTERDAY = Instant.parse("2025-12-31T22:00:00Z");

    final List<Member> members = new ArrayList<>();
    final List<GroupStatus.Condition> conditions = new ArrayList<>();
    final List<GroupStatus.Waiting> waiting = new ArrayList<>();
    final List<GroupStatus.LastError> errors = new ArrayList<>();
    int ready = 2;
    long observed = 7;
    long statusFence = 4;
    UpdatePolicy update = UpdatePolicy.DEFAULT;
    GroupStatus.@Nullable Rollout rollout;

    Loaded loaded(boolean converged) {
        GroupStatus.Size size = new GroupStatus.Size(5, 5, 5, ready, 5, 0, 0);
        return loaded(new GroupStatus(
                observed,
                converged,
                converged,
                size,
                new GroupStatus.Revisions(1, 1, 1),
                rollout,
                conditions,
                waiting,
                errors));
    }

    Loaded loaded(@Nullable GroupStatus status) {
        Declared declared = new Declared(
                7,
                5,
                null,
                1,
                1,
                "cloud",
                false,
                null,
                true,
                Duration.ofMinutes(10),
                update,
                RepairPolicy.DEFAULT,
                DrainPolicy.DEFAULT,
                ScaleIn.OLDEST,
                YESTERDAY,
                null);
        GroupState state = new GroupState(
                WEB,
                GroupState.Lifecycle.ACTIVE,
                declared,
                new Template(1, "cloud"),
                null,
                Paused.NOTHING,
                members,
                List.of(),
                List.of(),
                Map.of(),
                List.of(),
                Map.of("cloud", new ProviderState("cloud", CAPABILITIES, null, null, Reach.ALWAYS)),
                Orphans.NONE,
                null);
        return new Loaded(1, 5, 4, statusFence, NOW, "test", state, Map.of(), null, status, errors);
    }

    /** Bound five minutes ago. */
    static Member unhealthy(int number, boolean everReady) {
        Instant bound = NOW.minus(Duration.ofMinutes(5));
        return probed(
                number,
                new Health(Health.Status.UNHEALTHY, "GET http://10.0.0.7/ answered 500", SINCE),
                everReady,
                bound);
    }

    static Member probed(int number, @Nullable Health probe, boolean everReady, Instant bound) {
        Call create = new Call(new UUID(0, number), Call.State.DONE, 1, false, bound, bound, bound, false, true, null);
        return new Member(
                new MemberId(WEB, number),
                number,
                null,
                1,
                "cloud",
                bound,
                Lineage.FIRST,
                create,
                new Bound(bound, Duration.ZERO, Phase.RUNNING, bound, null, false, probe, null, everReady, null, null),
                null,
                null,
                false,
                null,
                null,
                1,
                null,
                false,
                Wishes.NONE);
    }

    void condition(String type, String reason, String message) {
        conditions.add(new GroupStatus.Condition(type, true, reason, message, SINCE));
    }

    void wait(String what, @Nullable Instant until, String member) {
        waiting.add(new GroupStatus.Waiting(what, List.of(member), until));
    }
}
