package dev.drover.plan;

import dev.drover.provider.spi.Phase;
import dev.drover.spec.Amount;
import dev.drover.spec.GroupProcess;
import dev.drover.spec.MemberId;
import dev.drover.spec.RepairPolicy;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Takes away members that surely serve nobody, so that others take their place. */
final class Repair {
    private final Draft draft;
    private final RepairPolicy policy;

    Repair(Draft draft) {
        this.draft = draft;
        this.policy = draft.state.declared().repair();
    }

    void decide() {
        if (draft.state.lifecycle() != GroupState.Lifecycle.ACTIVE) {
            return;
        }
        draft.staying().stream()
                .filter(draft::undecided)
                .flatMap(it -> failure(it).stream())
                .sorted(Comparator.comparing(Failure::since)
                        .thenComparing(it -> it.member().id()))
                .forEach(this::repair);
    }

    private void repair(Failure failure) {
        Optional<GroupProcess> stopped = stopped(failure);
        if (gaveUp(failure)) {
            draft.gaveUp(failure.member());
        } else if (stopped.isPresent()) {
            hold(stopped.get(), failure);
        } else if (!draft.mayTakeAway(failure.member())) {
            return;
        } else if (inFlight(failure.member()) >= limit()) {
            draft.await(Waiting.What.BUDGET, List.of(failure.member()), null);
            lookWhenStartupEnds();
        } else {
            draft.destroy(failure.member(), failure.why());
        }
    }

    /** While a surplus is held nothing takes the place of who goes: the group would only get smaller. */
    private Optional<GroupProcess> stopped(Failure failure) {
        return draft.stopped(failure.why())
                .or(() -> Optional.of(GroupProcess.SHRINK).filter(draft.held()::containsKey));
    }

    /** Who is unhealthy may recover by itself. */
    private void hold(GroupProcess process, Failure failure) {
        if (failure.why() == Why.UNHEALTHY) {
            draft.hold(process, List.of(failure.member()));
        } else {
            draft.holdNeeded(process, List.of(failure.member()));
        }
    }

    private int limit() {
        return policy.maxInFlight().of(draft.state.declared().size(), Amount.Rounding.DOWN, 1);
    }

    private boolean gaveUp(Failure failure) {
        return failure.member().replacedTooOften(failure.since(), draft.state.declared());
    }

    /** Lines of members, other than this one's, that are being repaired: one is leaving, or its replacement is not up, or not made, yet. */
    private int inFlight(Member candidate) {
        Set<MemberId> lines = new HashSet<>();
        for (Member member : draft.members()) {
            Why why = draft.leavingWhy(member);
            if (why != null && why.repair()) {
                lines.add(member.id());
            } else if (why == null && comingUp(member)) {
                lines.add(Objects.requireNonNull(member.lineage().replaces()));
            }
        }
        draft.toReplace().forEach(it -> lines.add(it.id()));
        draft.replaced().forEach(lines::add);
        lines.remove(candidate.lineage().replaces());
        return lines.size();
    }

    /** A replacement that did not come up in its time is not in flight any more. */
    private void lookWhenStartupEnds() {
        draft.members().stream()
                .filter(this::comingUp)
                .flatMap(it -> draft.readiness.startupEnd(it).stream())
                .forEach(draft::lookAt);
    }

    private boolean comingUp(Member member) {
        return member.lineage().replaces() != null
                && !draft.readiness.startupOver(member)
                && !draft.readiness.everReady(member)
                && failure(member).filter(this::gaveUp).isEmpty();
    }

    /** What is wrong with a member so that it has to be replaced; empty if nothing is, or not for sure, or not yet. */
    private Optional<Failure> failure(Member member) {
        Bound bound = member.bound();
        if (bound == null) {
            return Optional.empty();
        }
        if (draft.evidence.missing(member)) {
            return Optional.of(new Failure(member, Why.MISSING, bound.goneSince()));
        }
        if (bound.phase() == Phase.STOPPED) {
            return Optional.of(new Failure(member, Why.STOPPED, bound.phaseSince()));
        }
        return unhealthy(member);
    }

    private Optional<Failure> unhealthy(Member member) {
        if (policy.unhealthy() != RepairPolicy.Unhealthy.REPLACE) {
            return Optional.empty();
        }
        return draft.readiness
                .health(member)
                .filter(it -> it.status() == Health.Status.UNHEALTHY)
                .filter(it -> draft.hadItsChance(member))
                .map(it -> new Failure(member, Why.UNHEALTHY, it.since()));
    }

    private record Failure(Member member, Why why, Instant since) {}
}
