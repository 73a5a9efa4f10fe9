package dev.drover.plan;

import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.LogicalId;
import dev.drover.provider.spi.Phase;
import dev.drover.spec.MemberId;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of the member table. */
final class MemberRow {
    final MemberId id;
    final int index;
    final int revision;
    final Instant createdAt;
    final Lineage lineage;
    final ActionRow create;
    State state = State.CREATING;

    @Nullable
    ActionRow drain;

    @Nullable
    Instant drainSince;

    @Nullable
    ActionRow destroy;

    @Nullable
    ActionRow label;

    /** Begins when the member has ended. */
    @Nullable
    ActionRow unlabel;

    long labelled;
    final boolean drains;
    final @Nullable LogicalId logicalId;
    boolean held;
    boolean shielded;
    boolean anew;

    @Nullable
    Report report;

    @Nullable
    Instant fellIllAt;

    @Nullable
    MemberId replacedBy;

    @Nullable
    String providerId;

    /** What its instance was when it ended: nothing late may change it. */
    @Nullable
    String endedWith;

    @Nullable
    Instant boundAt;

    Phase phase = Phase.STARTING;
    Instant phaseSince;

    @Nullable
    Instance found;

    @Nullable
    Instant missingSince;

    @Nullable
    Health probe;

    Health.@Nullable Status streakStatus;
    int streak;
    boolean everReady;
    Duration stoodStill = Duration.ZERO;

    Wishes.@Nullable Kind request;

    @Nullable
    Instant leavingSince;

    @Nullable
    Why leavingBecause;

    MemberRow(
            Action.Provision provision,
            MemberId id,
            UUID token,
            boolean drains,
            long labelled,
            Instant now,
            long epoch,
            int commandsSeen) {
        this.drains = drains;
        this.labelled = labelled;
        this.logicalId = provision.member().logicalId();
        this.id = id;
        this.index = provision.member().index();
        this.revision = provision.revision();
        this.lineage = provision.lineage();
        this.createdAt = now;
        this.phaseSince = now;
        this.create = new ActionRow(token, this, Call.Kind.PROVISION, epoch, commandsSeen);
    }

    boolean unended() {
        return state != State.ENDED;
    }

    boolean isBound() {
        return providerId != null;
    }

    void bind(Instance instance, Instant now) {
        if (state == State.CREATING) {
            state = State.RUNNING;
        }
        providerId = instance.id().value();
        boundAt = now;
        phase = instance.phase();
        phaseSince = now;
        found = null;
    }

    void leave(Why why, Instant now) {
        state = State.LEAVING;
        leavingSince = now;
        leavingBecause = why;
    }

    void keep() {
        state = isBound() ? State.RUNNING : State.CREATING;
        leavingSince = null;
        leavingBecause = null;
        replacedBy = null;
    }

    void standStill(Instant since, Instant now) {
        if (boundAt != null) {
            stoodStill = stoodStill.plus(Duration.between(boundAt.isAfter(since) ? boundAt : since, now));
        }
    }

    Member read(long fence, String provider) {
        return new Member(
                id,
                index,
                logicalId,
                revision,
                provider,
                createdAt,
                lineage,
                create.read(fence),
                boundAt == null
                        ? null
                        : new Bound(
                                boundAt,
                                stoodStill,
                                phase,
                                phaseSince,
                                null,
                                false,
                                probe,
                                report,
                                everReady,
                                fellIllAt,
                                missingSince),
                found,
                leavingSince == null || leavingBecause == null
                        ? null
                        : new Member.Leaving(leavingSince, leavingBecause, replacedBy != null),
                drains,
                drain == null ? null : new Member.Drain(Objects.requireNonNull(drainSince), drain.read(fence)),
                destroy == null ? null : destroy.read(fence),
                labelled,
                label == null ? null : label.read(fence),
                false,
                new Wishes(held, shielded, anew, request == null ? null : new Wishes.Request(request, "ada", false)));
    }

    /** An action of its; null if there was never one. */
    @Nullable
    ActionRow action(Call.Kind kind) {
        return switch (kind) {
            case PROVISION -> create;
            case DRAIN -> drain;
            case LABEL -> label;
            case DESTROY -> destroy;
            case UNLABEL -> unlabel;
        };
    }

    /** Whether its going was called for before this action. */
    boolean sentAway(ActionRow now) {
        return (drain != null && drain != now && drain.attempts > 0)
                || (destroy != null && destroy != now && destroy.attempts > 0);
    }

    boolean detached() {
        return request == Wishes.Kind.DETACH;
    }

    enum State {
        CREATING,
        RUNNING,
        LEAVING,
        ENDED
    }
}
