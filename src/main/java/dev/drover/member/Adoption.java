package dev.drover.member;

import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Labels;
import dev.drover.provider.spi.LogicalId;
import dev.drover.spec.MemberId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A running instance, and the member that it becomes.
 *
 * @param index one that no member of the group has which has not ended
 * @param logicalId a pet's identity; null for cattle
 * @param revision what the instance counts as
 * @param instance as its provider tells it, STARTING or RUNNING
 * @param token what the instance carries
 * @param drains whether its flavor has work to stop before it is destroyed
 * @param anew whether it is to be made anew in steps, for it is not what the group is declared to be
 * @param was what it was until now, as the end of a sentence that begins with "it was"
 */
public record Adoption(
        MemberId member,
        int index,
        @Nullable LogicalId logicalId,
        int revision,
        String provider,
        Instance instance,
        UUID token,
        boolean drains,
        boolean anew,
        String was) {
    /** Whether the control plane itself runs on it. */
    public boolean self() {
        return instance.labels().containsKey(Labels.SELF);
    }
}
