package dev.drover.plan;

import dev.drover.provider.spi.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of a state with something changed: each kind is copied in one place, so that a new field is added once. */
final class Copies {
    private Copies() {}

    static GroupState of(
            GroupState it,
            Declared declared,
            @Nullable Rollout rollout,
            List<Member> members,
            List<Predecessor> unreplaced,
            List<CreateFailures> failures,
            Map<String, ProviderState> providers) {
        return new GroupState(
                it.group(),
                it.lifecycle(),
                declared,
                it.admitted(),
                rollout,
                it.paused(),
                members,
                unreplaced,
                it.casualties(),
                it.indices(),
                failures,
                providers,
                it.orphans(),
                it.lastPass());
    }

    static GroupState listed(GroupState it, List<Member> members, Map<String, ProviderState> providers) {
        return of(it, it.declared(), it.rollout(), members, it.unreplaced(), it.failures(), providers);
    }

    static GroupState orphans(GroupState it, Orphans orphans) {
        return new GroupState(
                it.group(),
                it.lifecycle(),
                it.declared(),
                it.admitted(),
                it.rollout(),
                it.paused(),
                it.members(),
                it.unreplaced(),
                it.casualties(),
                it.indices(),
                it.failures(),
                it.providers(),
                orphans,
                it.lastPass());
    }

    static GroupState rolling(GroupState it, Rollout rollout) {
        return of(it, it.declared(), rollout, it.members(), it.unreplaced(), it.failures(), it.providers());
    }

    static Member of(
            Member it, Call create, @Nullable Bound bound, Member.@Nullable Leaving leaving, @Nullable Call destroy) {
        return of(it, create, bound, leaving, it.drain(), destroy, it.labelled(), it.label());
    }

    static Member drain(Member it, Member.@Nullable Leaving leaving, Member.@Nullable Drain drain) {
        return of(it, it.create(), it.bound(), leaving, drain, it.destroy(), it.labelled(), it.label());
    }

    static Member label(Member it, long labelled, @Nullable Call label) {
        return of(it, it.create(), it.bound(), it.leaving(), it.drain(), it.destroy(), labelled, label);
    }

    private static Member of(
            Member it,
            Call create,
            @Nullable Bound bound,
            Member.@Nullable Leaving leaving,
            Member.@Nullable Drain drain,
            @Nullable Call destroy,
            long labelled,
            @Nullable Call label) {
        return new Member(
                it.id(),
                it.index(),
                it.logicalId(),
                it.revision(),
                it.provider(),
                it.createdAt(),
                it.lineage(),
                create,
                bound,
                it.found(),
                leaving,
                it.drains(),
                drain,
                destroy,
                labelled,
                label,
                it.self(),
                it.wishes());
    }

    static Member create(Member it, Call create) {
        return of(it, create, it.bound(), it.leaving(), it.destroy());
    }

    static Member bound(Member it, Bound bound) {
        return of(it, it.create(), bound, it.leaving(), it.destroy());
    }

    static Member leaving(Member it, Member.@Nullable Leaving leaving, @Nullable Call destroy) {
        return of(it, it.create(), it.bound(), leaving, destroy);
    }

    static Bound health(Bound it, Phase phase, Instant since, Health probe) {
        return new Bound(
                it.at(),
                it.stoodStill(),
                phase,
                phase == it.phase() ? it.phaseSince() : since,
                it.phaseDetail(),
                it.judged(),
                probe,
                it.report(),
                it.everReady(),
                it.fellIllAt(),
                it.missingSince());
    }

    static Bound missing(Bound it, Instant since) {
        return new Bound(
                it.at(),
                it.stoodStill(),
                it.phase(),
                it.phaseSince(),
                it.phaseDetail(),
                it.judged(),
                it.probe(),
                it.report(),
                it.everReady(),
                it.fellIllAt(),
                since);
    }

    static Call call(Call it, Call.State state, Instant now) {
        boolean called = state == Call.State.CALLED;
        return new Call(
                it.id(),
                state,
                called ? it.attempts() + 1 : Math.max(it.attempts(), 1),
                false,
                called ? now : it.calledAt(),
                called ? Instant.MAX : it.deadline(),
                called ? null : now,
                it.doubt() || state == Call.State.UNKNOWN,
                it.accepted() || state == Call.State.DONE,
                it.soughtAt());
    }

    static Call unfenced(Call it) {
        return new Call(
                it.id(),
                it.state(),
                it.attempts(),
                false,
                it.calledAt(),
                it.deadline(),
                it.closedAt(),
                it.doubt(),
                it.accepted(),
                it.soughtAt());
    }

    static Declared lastGood(Declared it, int revision) {
        return declared(it, it.revision(), it.provider(), it.rollback(), revision, it.clearedAt());
    }

    static Declared declared(
            Declared it,
            int revision,
            String provider,
            boolean rollback,
            @Nullable Integer lastGood,
            Instant clearedAt) {
        return new Declared(
                it.generation(),
                it.size(),
                it.logicalIds(),
                it.labels(),
                revision,
                provider,
                rollback,
                lastGood,
                it.probed(),
                it.startup(),
                it.update(),
                it.repair(),
                it.drain(),
                it.scaleIn(),
                clearedAt,
                it.notValidated());
    }

    static ProviderState observed(ProviderState it, Observation observation) {
        return new ProviderState(it.name(), it.capabilities(), observation, it.throttledUntil(), it.reach());
    }
}
