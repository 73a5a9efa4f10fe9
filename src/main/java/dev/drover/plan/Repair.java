package dev.drover.plan;

import dev.drover.provider.spi.Phase;
import dev.drover.spec.Amount;
import dev.drover.spec.GroupProcess;
import dev.drover.spec.MemberId;
import dev.drover.spec.RepairPolicy;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
        List<Failure> failures = draft.staying().stream()
                .filter(draft::undecided)
                .filter(it -> !draft.state.lost(it.provider()))
                .flatMap(it -> failure(it).stream())
                .sorted(Comparator.comparing(Failure::since)
                        .thenComparing(it -> it.member().id()))
                .toList();
        Breaker breaker = new Breaker(draft, became(failures));
        breaker.until().ifPresent(it -> draft.obstacles.breaker(breaker));
        failures.forEach(it -> repair(it, breaker));
    }

    /** When they began to count as broken: one that never was ready does when its time to become so is over. */
    private Map<MemberId, Instant> became(List<Failure> failures) {
        Map<MemberId, Instant> became = new HashMap<>();
        failures.stream().filter(it -> it.why() != Why.MISSING).forEach(it -> {
            Instant chance = draft.readiness.everReady(it.member()) || it.why() == Why.STOPPED
                    ? it.since()
                    : draft.readiness.startupEnd(it.member()).orElse(it.since());
            became.put(it.member().id(), chance.isAfter(it.since()) ? chance : it.since());
        });
        return became;
    }

    private void repair(Failure failure, Breaker breaker) {
        Optional<GroupProcess> stopped = stopped(failure);
        if (gaveUp(failure)) {
            draft.obstacles.gaveUp(failure.member());
        } else if (draft.exempt(failure.member(), failure.why())) {
            draft.obstacles.exempt(GroupProcess.REPAIR, failure.member());
        } else if (stopped.isPresent()) {
            hold(stopped.get(), failure);
        } else if (failure.why() != Why.MISSING && breaker.until().isPresent()) {
            draft.await(
                    Waiting.What.BREAKER,
                    List.of(failure.member()),
                    breaker.until().get());
        } else if (!draft.mayTakeAway(failure.member(), failure.why())) {
            return;
        } else if (inFlight(failure.member()) >= limit()) {
            draft.await(Waiting.What.BUDGET, List.of(failure.member()), null);
            lookWhenStartupEnds();
        } else {
            draft.takeAway(failure.member(), failure.why());
        }
    }

    /** While a surplus is held nothing takes the place of who goes: the group would only get smaller. */
    private Optional<GroupProcess> stopped(Failure failure) {
        return draft.stopped(failure.why())
                .or(() -> Optional.of(GroupProcess.SHRINK).filter(draft.obstacles.paused()::containsKey));
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
        draft.succession.open().forEach(it -> lines.add(it.id()));
        draft.succession.replaced().forEach(lines::add);
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
