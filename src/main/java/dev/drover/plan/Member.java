package dev.drover.plan;

import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.LogicalId;
import dev.drover.spec.MemberId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One member that has not ended.
 *
 * @param logicalId a pet's identity; null for cattle
 * @param lineage what it replaces, and how often in a row its line was replaced before it
 * @param create the action that makes its instance
 * @param bound its instance; null until an answer or a listing told of it
 * @param found what a listing or a look-up found under its token while it was not bound; null if nothing
 * @param leaving since when and why it is to go; null if it stays
 * @param drains whether its flavor has work to stop before its instance is destroyed
 * @param drain how that is going; null if nobody has asked for it
 * @param destroy the action that destroys its instance; null if there was never one
 * @param labelled the generation whose labels its instance carries
 * @param label the action that labels its instance; null if there was never one
 * @param self whether the control plane itself runs on it
 * @param wishes what people want of it
 */
public record Member(
        MemberId id,
        int index,
        @Nullable LogicalId logicalId,
        int revision,
        String provider,
        Instant createdAt,
        Lineage lineage,
        Call create,
        @Nullable Bound bound,
        @Nullable Instance found,
        @Nullable Leaving leaving,
        boolean drains,
        @Nullable Drain drain,
        @Nullable Call destroy,
        long labelled,
        @Nullable Call label,
        boolean self,
        Wishes wishes) {
    boolean pet() {
        return logicalId != null;
    }

    boolean stays() {
        return leaving == null;
    }

    /** Whether a person wants its instance to be left alone. */
    boolean detached() {
        return wishes.asks(Wishes.Kind.DETACH);
    }

    Optional<Call> destroyed() {
        return Optional.ofNullable(destroy);
    }

    boolean beingDestroyed() {
        return destroy != null && destroy.state() != Call.State.CANCELLED;
    }

    /** Whether a destroy was ever called: then it may have happened. */
    boolean destroyCalled() {
        return destroy != null && destroy.attempts() > 0;
    }

    /** Whether its going cannot be taken back: who was told to stop its work may serve nobody any more. */
    boolean sentAway() {
        return destroyCalled() || (drain != null && drain.call().attempts() > 0);
    }

    /** An action of its; null if there was never one. */
    public @Nullable Call call(Call.Kind kind) {
        return switch (kind) {
            case PROVISION -> create;
            case DRAIN -> drain == null ? null : drain.call();
            case LABEL -> label;
            case DESTROY -> destroy;
            case UNLABEL -> null; // it begins when the member has ended
        };
    }

    /** Whether it is not replaced any more if it failed then, for it is the last of too many in a row. */
    public boolean replacedTooOften(Instant failedAt, Declared declared) {
        return lineage.inARow(createdAt, failedAt, declared)
                >= declared.repair().retries();
    }

    /** Whether its machine may still count: a herd forgets what the provider agreed to destroy, a pet is counted until it is gone. */
    boolean possible() {
        return pet() || destroy == null || !destroy.accepted();
    }

    /**
     * How its work is being stopped.
     *
     * @param since when that was first wanted: its time runs from then
     */
    public record Drain(Instant since, Call call) {}

    /**
     * Why a member is to go, and since when.
     *
     * @param replaced whether another member has taken its place
     */
    public record Leaving(Instant since, Why why, boolean replaced) {}
}
