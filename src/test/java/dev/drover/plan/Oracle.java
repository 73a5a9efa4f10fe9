package dev.drover.plan;

import dev.drover.plan.GroupState.Lifecycle;
import dev.drover.spec.GroupProcess;
import dev.drover.spec.MemberId;
import dev.drover.spec.UpdatePolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Says when an invariant does not hold. It counts by itself, with nothing of the planner's. */
final class Oracle {
    private final Store store;
    private final Cloud cloud;
    private final Climate climate;

    Oracle(Store store, Cloud cloud, Climate climate) {
        this.store = store;
        this.cloud = cloud;
        this.climate = climate;
    }

    private static void holds(boolean condition, String otherwise) {
        if (!condition) {
            throw new Violation(otherwise);
        }
    }

    /** An action becomes CALLED. */
    void called(ActionRow action) {
        holds(action.commandsSeen == store.commands, "invariant 9: a call that was planned before the last command");
        boolean first = action.attempts == 1 && !action.member.sentAway(action);
        holds(!action.create || !paused(GroupProcess.FILL), "invariant 9: a create is called while fill is paused");
        holds(
                action.create
                        || action.kind == Call.Kind.LABEL
                        || !first
                        || !store.forbids(action.member.leavingBecause),
                "invariant 9: a destroy is called that a pause forbids: " + action.member.leavingBecause);
        holds(
                !action.member.detached() || (!first && action.kind == Call.Kind.DESTROY),
                "invariant 9: a detached member is touched");
        spared(action, first);
        if (!action.create) {
            return;
        }
        holds(
                store.lifecycle == Lifecycle.ACTIVE && action.member.state == MemberRow.State.CREATING,
                "invariant 9: a create is called that is not wanted");
        Orphans orphans = store.orphans();
        holds(
                orphans.unexplained().size() < (climate.pets() ? 1 : 3),
                "a create is called while the group is frozen by " + orphans.unexplained());
        holds(
                store.possible() + orphans.doomed() <= store.ceiling(),
                "invariant 1: " + store.possible() + " and " + orphans.doomed()
                        + " machines are possible, the ceiling is " + store.ceiling());
        int real = cloud.real() + (cloud.exists(action.id) || cloud.isUnderWay(action.id) ? 0 : 1);
        holds(real <= store.ceiling(), "invariant 1: " + real + " real machines, the ceiling is " + store.ceiling());
    }

    /** An unlabel becomes CALLED. */
    void unlabelled(ActionRow action) {
        holds(!action.member.unended(), "labels are taken away from a member's instance: " + action.member.id);
    }

    private void spared(ActionRow action, boolean first) {
        Why why = action.member.leavingBecause;
        boolean takes = action.kind == Call.Kind.DRAIN || action.kind == Call.Kind.DESTROY;
        if (takes && first && store.lifecycle == Lifecycle.ACTIVE && why != Why.REQUESTED && why != Why.DELETED) {
            holds(!action.member.held, "invariant 9: a member is taken away that is held: " + why);
            holds(
                    !action.member.shielded || why == Why.MISSING,
                    "invariant 9: a protected member is taken away: " + why);
        }
    }

    private boolean paused(GroupProcess process) {
        return store.lifecycle == Lifecycle.ACTIVE && store.paused.containsKey(process);
    }

    /** A plan was made. */
    void planned(GroupState state, Instant now, Plan plan) {
        List<Member> reversed = new ArrayList<>(state.members());
        Collections.reverse(reversed);
        GroupState same = new GroupState(
                state.group(),
                state.lifecycle(),
                state.declared(),
                state.admitted(),
                state.rollout(),
                state.paused(),
                reversed,
                state.unreplaced(),
                state.casualties(),
                state.indices(),
                state.failures(),
                state.providers(),
                state.orphans(),
                state.lastPass());
        holds(Planner.plan(same, now).equals(plan), "invariant 7: equal states, but not equal plans");
        holds(!plan.quiet() || plan.nextLook().isAfter(now), "a plan that does nothing looks again at once: " + plan);
        nothingServingIsTaken(state, now, plan);
        newMembersHaveRoom(state, plan);
    }

    /** Nothing but time passed since this plan was made: until its next look that changes nothing. */
    void stillStands(GroupState state, Instant later, Plan plan) {
        Plan then = Planner.plan(state, later);
        boolean same = then.actions().equals(plan.actions())
                && then.changes().equals(plan.changes())
                && then.conditions().equals(plan.conditions())
                && then.waiting().equals(plan.waiting())
                && then.size().equals(plan.size());
        holds(same, "nextLook is too late: at " + later + " the plan was " + then + ", before it was " + plan);
    }

    private void nothingServingIsTaken(GroupState state, Instant now, Plan plan) {
        Set<MemberId> taken = new HashSet<>();
        for (Action action : plan.actions()) {
            MemberId id = taken(action);
            Why why = why(action);
            if (id != null && why != null && member(state, id).leaving() == null) {
                taken.add(id);
                holds(
                        state.lifecycle() == Lifecycle.DELETING || why == Why.REQUESTED || listedLately(now),
                        "evidence: a member is taken away without a good listing");
                holds(
                        !ready(member(state, id), now) || !why.repair(),
                        "invariant 2: a member that is ready is repaired: " + action);
            }
        }
        Set<MemberId> kept = new HashSet<>();
        plan.changes().forEach(it -> {
            if (it instanceof Change.MemberKept back) {
                kept.add(back.member());
            }
        });
        List<Member> ready = state.members().stream()
                .filter(it -> (it.leaving() == null || kept.contains(it.id())) && ready(it, now))
                .filter(it -> it.wishes().request() == null)
                .toList();
        long left = ready.stream().filter(it -> !taken.contains(it.id())).count();
        boolean rolls = plan.actions().stream()
                .anyMatch(it -> (why(it) == Why.OUTDATED || why(it) == Why.ANEW)
                        && taken.contains(taken(it))
                        && ready(member(state, Objects.requireNonNull(taken(it))), now));
        boolean anyNumber = climate.update().strategy() == UpdatePolicy.Strategy.REPLACE_ALL;
        int size = state.lifecycle() == Lifecycle.ACTIVE ? state.declared().size() : 0;
        if (climate.pets() && !rolls && state.lifecycle() == Lifecycle.ACTIVE) {
            size = (int) ready.stream()
                    .filter(it -> state.declared().wants(it.logicalId()))
                    .count(); // one whose id is declared no more is nobody's capacity
        }
        int floor = !rolls ? size : anyNumber ? 0 : size - climate.update().unavailable(size);
        holds(
                left >= Math.min(ready.size(), floor),
                "invariant 2: " + ready.size() + " members were ready, " + left + " are left, the floor is " + floor);
    }

    private static @Nullable MemberId taken(Action action) {
        return switch (action) {
            case Action.Drain it -> it.member();
            case Action.Destroy it -> it.member();
            default -> null;
        };
    }

    private static @Nullable Why why(Action action) {
        return switch (action) {
            case Action.Drain it -> it.why();
            case Action.Destroy it -> it.why();
            default -> null;
        };
    }

    private boolean listedLately(Instant now) {
        Observation last = store.observation;
        return last != null
                && (now.isBefore(last.startedAt().plus(climate.interval().multipliedBy(3)))
                        || now.isBefore(last.startedAt().plus(last.duration().multipliedBy(3))));
    }

    private boolean ready(Member member, Instant now) {
        Bound bound = member.bound();
        if (bound == null || bound.missingSince() != null) {
            return false;
        }
        Health health = bound.health(climate.probed(), now);
        return health.status() == Health.Status.HEALTHY
                && !health.since().plusSeconds(10).isAfter(now);
    }

    private void newMembersHaveRoom(GroupState state, Plan plan) {
        long created = plan.actions().stream()
                .filter(Action.Provision.class::isInstance)
                .count();
        long ended = plan.changes().stream()
                .filter(it -> it instanceof Change.MemberEnded || it instanceof Change.MemberCancelled)
                .count();
        long accepted = state.members().stream().filter(Oracle::destroyAccepted).count();
        long endedAccepted = plan.changes().stream()
                .filter(it -> it instanceof Change.MemberEnded over && destroyAccepted(member(state, over.member())))
                .count();
        long possible = state.members().size() + state.orphans().doomed() - ended - accepted + endedAccepted + created;
        holds(created == 0 || possible <= store.ceiling(), "invariant 1: " + possible + " machines would be possible");
    }

    private static boolean destroyAccepted(Member member) {
        return member.logicalId() == null
                && member.destroy() != null
                && member.destroy().accepted();
    }

    private static Member member(GroupState state, MemberId id) {
        return state.members().stream()
                .filter(it -> it.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** A plan was written down, the state being what it was made for. */
    void recorded(Store.Snapshot snapshot, Plan plan) {
        for (Change change : plan.changes()) {
            switch (change) {
                case Change.MemberEnded it -> over(snapshot.member(it.member()));
                case Change.MemberCancelled it -> over(snapshot.member(it.member()));
                default -> {}
            }
        }
        if (store.deleted) {
            gone(plan);
        }
    }

    private void gone(Plan plan) {
        boolean abandoned = store.lifecycle == Lifecycle.ABANDONED;
        holds(
                abandoned || cloud.alive().stream().allMatch(it -> it.stray),
                "no leak: the group is gone, and machines live on");
        holds(
                plan.changes().contains(new Change.GroupReleased()) == (store.lifecycle == Lifecycle.RELEASING),
                "a group is released that is to be deleted, or the other way round");
        holds(store.members.isEmpty(), "the group is gone, and members are left");
        store.over().forEach(this::resolved);
    }

    private void resolved(MemberRow row) {
        for (Call.Kind kind : Call.Kind.values()) {
            ActionRow action = row.action(kind);
            boolean open = action != null
                    && kind != Call.Kind.UNLABEL
                    && action.is(Call.State.PLANNED, Call.State.CALLED, Call.State.UNKNOWN);
            holds(!open, "the group is gone, and an action of " + row.id + " is open: " + kind);
        }
    }

    /** Long after: late answers have come. */
    void nothingRevived() {
        for (MemberRow row : store.over()) {
            holds(
                    !row.unended() && Objects.equals(row.endedWith, row.providerId),
                    "a late answer revives " + row.id + ", which had ended");
        }
    }

    /** Long after the faults have stopped. */
    void allUnlabelled() {
        holds(
                !climate.capabilities().unlabel() || cloud.stillLabelled().isEmpty(),
                "machines that were let go keep our labels: " + cloud.stillLabelled());
    }

    private void over(Member member) {
        UUID token = member.create().id();
        holds(!cloud.isUnderWay(token), "evidence: " + member.id() + " ended, and its create is under way");
        holds(!cloud.exists(token), "evidence: " + member.id() + " ended, and its machine lives");
    }

    /** A destroy is planned because a listing lacks the machine. */
    void missing(MemberRow row) {
        holds(
                cloud.alive(Objects.requireNonNull(row.providerId)).isEmpty(),
                "evidence: " + row.id + " was taken for missing, and its machine lives");
    }

    /** A machine that is no living member's is taken for gone. */
    void forgotten(StrayRow row) {
        holds(
                cloud.alive(row.machine).filter(it -> !it.condemned).isEmpty(),
                "evidence: " + row.machine + " is forgotten, and lives");
    }

    /** A machine that is no living member's is destroyed. */
    void strayDestroyed(StrayRow row, Machine machine) {
        holds(row.state == StrayRow.State.CALLED || row.attempts > 0, "invariant 4: " + machine.id + " was not called");
        holds(!machine.unknown, "quarantine: nobody knows " + machine.id + ", and it is destroyed");
        holds(!machine.released, "invariant 10: " + machine.id + " was let go, and is destroyed");
        holds(
                store.members.stream().noneMatch(it -> machine.id.equals(it.providerId)),
                "a member's machine is destroyed as an orphan: " + machine.id);
    }

    /** Faults have stopped, and there is nothing more to do. */
    void atPeace(boolean gaveUp) {
        if (store.lifecycle == Lifecycle.ABANDONED) {
            return; // whoever lists the provider later destroys what is left
        }
        Set<String> rows = new HashSet<>();
        store.members.forEach(it -> rows.add(String.valueOf(it.providerId)));
        Set<String> machines = new HashSet<>();
        cloud.alive().stream()
                .filter(it -> !it.stray || !store.deleted) // they are destroyed when their group is gone, too
                .forEach(it -> machines.add(it.id));
        holds(
                rows.equals(machines) || (gaveUp && rows.containsAll(machines)),
                "no leak: the members are " + rows + ", the machines " + machines);
        int wanted = store.lifecycle == Lifecycle.ACTIVE ? store.size : 0;
        holds(rows.size() == wanted, "converged: " + rows.size() + " members instead of " + wanted);
    }
}
