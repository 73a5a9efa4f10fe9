package dev.drover.plan;

import dev.drover.provider.spi.Phase;
import dev.drover.spec.Amount;
import dev.drover.spec.GroupProcess;
import dev.drover.spec.MemberId;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Says when a single plan breaks a rule, whatever comes of it. Written anew, with nothing of the planner's. */
final class Rules {
    private final Climate climate;

    Rules(Climate climate) {
        this.climate = climate;
    }

    private static void holds(boolean condition, String otherwise) {
        if (!condition) {
            throw new Violation(otherwise);
        }
    }

    void planned(GroupState state, Instant now, Plan plan) {
        Map<MemberId, Member> members = new HashMap<>();
        state.members().forEach(it -> members.put(it.id(), it));
        for (Change change : plan.changes()) {
            if (change instanceof Change.MemberKept kept) {
                Member member = Objects.requireNonNull(members.get(kept.member()));
                holds(!called(member), "a drain or destroy that was called is undone: " + kept);
            }
        }
        for (Action action : plan.actions()) {
            switch (action) {
                case Action.Provision it -> patient(state, now);
                case Action.ProvisionAgain it -> {
                    patient(state, now);
                    sameToken(Objects.requireNonNull(members.get(it.member())));
                }
                case Action.Drain it -> repaired(Objects.requireNonNull(members.get(it.member())), it.why(), now);
                case Action.Label it -> {}
                case Action.Unlabel it ->
                    holds(
                            letGo(plan, it.member()) && climate.capabilities().unlabel(),
                            "labels are taken away from a member that is not let go: " + it);
                case Action.Destroy it -> {
                    Member member = Objects.requireNonNull(members.get(it.member()));
                    repaired(member, it.why(), now);
                    drained(state, member, now);
                }
            }
        }
        repairsInFlight(state, plan, members);
        nothingForbidden(state, plan, members);
        nothingIsMadeAtTheEnd(state, plan, members);
        theGroupEndsWithItsLastMember(state, plan);
    }

    private static boolean letGo(Plan plan, MemberId member) {
        return plan.changes().contains(new Change.MemberEnded(member, Change.Tombstone.RELEASED));
    }

    /** A group on its way out makes nothing, and one that is released takes away only what it took away before. */
    private static void nothingIsMadeAtTheEnd(GroupState state, Plan plan, Map<MemberId, Member> members) {
        if (state.lifecycle() == GroupState.Lifecycle.ACTIVE) {
            return;
        }
        boolean releasing = state.lifecycle() == GroupState.Lifecycle.RELEASING;
        plan.actions().forEach(it -> {
            switch (it) {
                case Action.Provision made -> throw new Violation("a group that ends makes a member: " + made);
                case Action.ProvisionAgain made ->
                    throw new Violation("a group that ends calls a create again: " + made);
                case Action.Label label -> throw new Violation("a group that ends labels: " + label);
                case Action.Drain drain -> holds(!releasing, "a group that is released drains: " + drain);
                case Action.Destroy destroy ->
                    holds(
                            !releasing || destroyCalled(Objects.requireNonNull(members.get(destroy.member()))),
                            "a group that is released destroys: " + destroy);
                case Action.Unlabel unlabel -> {}
            }
        });
        if (state.lifecycle() == GroupState.Lifecycle.ABANDONED) {
            holds(plan.actions().isEmpty(), "a group that is abandoned asks its provider for something");
            holds(plan.changes().contains(new Change.GroupDeleted()), "a group that is abandoned stays");
        }
    }

    private static boolean destroyCalled(Member member) {
        return member.destroy() != null && member.destroy().attempts() > 0;
    }

    /** Not before, and with no create left whose fate is not known. */
    private static void theGroupEndsWithItsLastMember(GroupState state, Plan plan) {
        boolean ends = plan.changes().stream()
                .anyMatch(it -> it instanceof Change.GroupDeleted || it instanceof Change.GroupReleased);
        Set<MemberId> over = new HashSet<>();
        plan.changes().forEach(it -> {
            switch (it) {
                case Change.MemberEnded ended -> over.add(ended.member());
                case Change.MemberCancelled cancelled -> over.add(cancelled.member());
                case Change.MemberAbandoned abandoned -> over.add(abandoned.member());
                default -> {}
            }
        });
        holds(!ends || over.size() == state.members().size(), "the group ends before its last member");
    }

    /** Of a paused process nothing new is planned; what was ever called goes on. */
    private static void nothingForbidden(GroupState state, Plan plan, Map<MemberId, Member> members) {
        if (state.lifecycle() != GroupState.Lifecycle.ACTIVE) {
            return;
        }
        Set<GroupProcess> paused = state.paused().since().keySet();
        boolean creates = plan.actions().stream()
                        .anyMatch(it -> it instanceof Action.Provision || it instanceof Action.ProvisionAgain)
                || plan.changes().stream()
                        .anyMatch(it -> it instanceof Change.Restamped again && again.kind() == Call.Kind.PROVISION);
        holds(!creates || !paused.contains(GroupProcess.FILL), "a create is planned while fill is paused");
        int unexplained = state.orphans().unexplained().size();
        holds(
                !creates || unexplained < (state.declared().logicalIds() == null ? 3 : 1),
                "a create is planned while the group is frozen");
        plan.actions().forEach(it -> {
            if (it instanceof Action.Drain drain) {
                mayGo(Objects.requireNonNull(members.get(drain.member())), drain.why(), paused);
            } else if (it instanceof Action.Destroy destroy) {
                mayGo(Objects.requireNonNull(members.get(destroy.member())), destroy.why(), paused);
            }
        });
        plan.changes().forEach(it -> {
            if (it instanceof Change.MemberLeaving leaving) {
                mayGo(Objects.requireNonNull(members.get(leaving.member())), leaving.why(), paused);
            } else if (it instanceof Change.Restamped again && takes(again.kind())) {
                Member member = Objects.requireNonNull(members.get(again.member()));
                mayGo(member, Objects.requireNonNull(member.leaving()).why(), paused);
            }
        });
    }

    private static void mayGo(Member member, Why why, Set<GroupProcess> paused) {
        boolean called = called(member);
        holds(called || !member.wishes().asks(Wishes.Kind.DETACH), "a detached member is to be destroyed: " + member);
        boolean spared = member.wishes().held() || (member.wishes().shielded() && why != Why.MISSING);
        holds(
                called || !spared || why == Why.REQUESTED || why == Why.DELETED,
                "a member that is held or protected is taken away, " + why + ": " + member);
        boolean held = held(why, paused);
        holds(called || !held, "a member is taken away, " + why + ", though " + paused + " are paused: " + member);
    }

    private static boolean held(Why why, Set<GroupProcess> paused) {
        return switch (why) {
            case SURPLUS, UNDECLARED -> paused.contains(GroupProcess.SHRINK);
            case OUTDATED, ANEW -> paused.contains(GroupProcess.ROLL);
            case MISSING, STOPPED, UNHEALTHY ->
                paused.contains(GroupProcess.REPAIR) || paused.contains(GroupProcess.FILL);
            default -> false;
        };
    }

    private static boolean takes(Call.Kind kind) {
        return kind == Call.Kind.DRAIN || kind == Call.Kind.DESTROY;
    }

    private static boolean called(Member member) {
        return (member.destroy() != null && member.destroy().attempts() > 0)
                || (member.drain() != null && member.drain().call().attempts() > 0);
    }

    private static void patient(GroupState state, Instant now) {
        holds(
                state.failures().stream()
                        .filter(it -> it.last().isAfter(state.declared().clearedAt()))
                        .allMatch(it -> !now.isBefore(it.last().plusSeconds(10))),
                "a create is planned within ten seconds of a failure");
        Instant throttled =
                Objects.requireNonNull(state.providers().get(Store.PROVIDER)).throttledUntil();
        holds(throttled == null || !throttled.isAfter(now), "a create is planned, and the provider is throttled");
    }

    private void sameToken(Member member) {
        holds(
                climate.capabilities().idempotentCreate() || member.create().state() == Call.State.FAILED,
                "a create that may have happened is called again, and it is not idempotent: " + member);
    }

    private void repaired(Member member, Why why, Instant now) {
        Bound bound = Objects.requireNonNull(member.bound());
        if (member.leaving() != null || why != Why.UNHEALTHY) {
            return;
        }
        Health health = bound.health(climate.probed(), now);
        holds(health.status() == Health.Status.UNHEALTHY, "a member is repaired that is not unhealthy: " + member);
        holds(
                bound.everReady()
                        || !bound.at()
                                .plus(bound.stoodStill())
                                .plus(climate.startup())
                                .isAfter(now)
                        || bound.phase() == Phase.STOPPED,
                "a member is repaired within its startup: " + member);
    }

    /** Whoever has work to stop is told so, unless there was no time to tell it, or nobody to be told. */
    private static void drained(GroupState state, Member member, Instant now) {
        Bound bound = Objects.requireNonNull(member.bound());
        Member.Drain drain = member.drain();
        boolean there = bound.missingSince() == null && bound.phase() != Phase.GONE;
        boolean timely = drain != null
                && (drain.call().attempts() > 0
                        || !drain.since()
                                .plus(state.declared().drain().timeout())
                                .isAfter(now));
        boolean called = member.destroy() != null && member.destroy().attempts() > 0;
        holds(
                !member.drains() || !there || timely || called,
                "a member is destroyed whose work nobody told to stop: " + member);
    }

    /** A line counts once, however many of its members are on their way out. */
    private void repairsInFlight(GroupState state, Plan plan, Map<MemberId, Member> members) {
        Set<MemberId> leaving = new HashSet<>();
        state.members().stream()
                .filter(it -> it.leaving() != null && repair(it.leaving().why()))
                .map(Member::id)
                .forEach(leaving::add);
        boolean any = false;
        for (Action action : plan.actions()) {
            if (action instanceof Action.Destroy it && repair(it.why()) && leaving.add(it.member())) {
                any = true;
            }
            if (action instanceof Action.Drain it && repair(it.why()) && leaving.add(it.member())) {
                any = true;
            }
        }
        Set<MemberId> lines = new HashSet<>(leaving);
        leaving.forEach(it ->
                lines.remove(Objects.requireNonNull(members.get(it)).lineage().replaces()));
        plan.changes().forEach(it -> {
            if (it instanceof Change.MemberEnded over) {
                lines.remove(over.member());
            } else if (it instanceof Change.MemberKept kept) {
                lines.remove(kept.member()); // it recovered, and makes room for another repair
            }
        });
        int limit = climate.repair().maxInFlight().of(state.declared().size(), Amount.Rounding.DOWN, 1);
        holds(!any || lines.size() <= limit, lines.size() + " repairs are in flight, " + limit + " may be");
    }

    private static boolean repair(Why why) {
        return why == Why.MISSING || why == Why.STOPPED || why == Why.UNHEALTHY;
    }
}
