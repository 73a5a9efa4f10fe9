package dev.drover.plan;

import dev.drover.provider.spi.LogicalId;
import dev.drover.spec.MemberId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One effect on a provider that a pass decided. */
public sealed interface Action {
    /** Makes a new member's instance. */
    record Provision(NewMember member, int revision, String provider, Why why, Lineage lineage) implements Action {}

    /** Calls a create again, with the same token and request: it surely, or provably, had no effect. */
    record ProvisionAgain(MemberId member) implements Action {}

    /** Stops the work of an instance that is to be destroyed, for the first time or again. */
    record Drain(MemberId member, Why why) implements Action {}

    /** Gives an instance the labels that are declared now. */
    record Label(MemberId member) implements Action {}

    /** Destroys an instance, for the first time or again. */
    record Destroy(MemberId member, Why why) implements Action {}

    /** Takes our labels away from the instance of a member that this plan lets go. */
    record Unlabel(MemberId member) implements Action {}

    /**
     * A member that has no id yet: recording gives it a random one.
     *
     * @param ordinal tells the new members of one plan apart, from 1
     */
    record NewMember(int ordinal, int index, @Nullable LogicalId logicalId) {}

    /** The member that it is about; empty if that is yet to be made. */
    default Optional<MemberId> existing() {
        return switch (this) {
            case Provision it -> Optional.empty();
            case ProvisionAgain it -> Optional.of(it.member());
            case Drain it -> Optional.of(it.member());
            case Label it -> Optional.of(it.member());
            case Destroy it -> Optional.of(it.member());
            case Unlabel it -> Optional.of(it.member());
        };
    }
}
