package dev.drover.plan;

import dev.drover.spec.GroupProcess;
import java.time.Instant;
import java.util.Optional;

/** Which members serve. Ready means healthy for {@code minReady}. */
final class Readiness {
    private final GroupState state;
    private final Instant now;
    private final Evidence evidence;

    Readiness(GroupState state, Instant now, Evidence evidence) {
        this.state = state;
        this.now = now;
        this.evidence = evidence;
    }

    /**
     * Empty while the member has no instance. What was said of an instance before it went missing, or before its provider was
     * lost, says nothing now.
     */
    Optional<Health> health(Member member) {
        return Optional.ofNullable(member.bound()).map(it -> health(member, it));
    }

    private Health health(Member member, Bound bound) {
        return evidence.missing(member) ? missing(bound) : state.health(member, bound, now);
    }

    private static Health missing(Bound bound) {
        return new Health(Health.Status.UNHEALTHY, "the instance is missing at its provider", bound.goneSince());
    }

    boolean is(Member member, Health.Status status) {
        return health(member).filter(it -> it.status() == status).isPresent();
    }

    boolean ready(Member member) {
        return readyAt(member).filter(it -> !it.isAfter(now)).isPresent();
    }

    /** When a healthy member becomes, or became, ready; empty if it is not healthy. */
    Optional<Instant> readyAt(Member member) {
        return health(member)
                .filter(it -> it.status() == Health.Status.HEALTHY)
                .map(it -> it.since().plus(state.declared().update().minReady()));
    }

    boolean everReady(Member member) {
        return ready(member)
                || Optional.ofNullable(member.bound()).filter(Bound::everReady).isPresent();
    }

    /** The end of a new member's time to become healthy; empty while it has no instance, or while that time stands still. */
    Optional<Instant> startupEnd(Member member) {
        return Optional.ofNullable(member.bound())
                .filter(it -> state.pausedSince(GroupProcess.REPAIR).isEmpty() && !state.lost(member.provider()))
                .map(it -> startupEnd(member, it));
    }

    /** Whether a new member has had its time to become healthy. It stands still while nobody may repair. */
    boolean startupOver(Member member) {
        Instant until = state.pausedSince(GroupProcess.REPAIR).orElse(now);
        return Optional.ofNullable(member.bound())
                .map(it -> startupEnd(member, it))
                .filter(it -> !it.isAfter(until))
                .isPresent();
    }

    /** While nobody can ask its provider it stands still, too, and begins anew after that. */
    private Instant startupEnd(Member member, Bound bound) {
        Instant begun = bound.at().plus(bound.stoodStill());
        return state.reachedSince(member.provider())
                .filter(begun::isBefore)
                .orElse(begun)
                .plus(state.declared().startup());
    }

    /** Orders members by how much they would be missed: not serving, unknown, healthy, ready. */
    int worth(Member member) {
        if (ready(member)) {
            return 3;
        }
        return health(member).map(Readiness::worth).orElse(0);
    }

    private static int worth(Health health) {
        return switch (health.status()) {
            case UNHEALTHY -> 0;
            case UNKNOWN -> 1;
            case HEALTHY -> 2;
        };
    }
}
