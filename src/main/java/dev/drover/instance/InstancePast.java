package dev.drover.instance;

import dev.drover.spec.MemberId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the database knows of a listed instance that somebody wants to be adopted.
 *
 * @param holder the living member that has it, its id, or its token; null if none has
 * @param tombstone what is remembered of its token; null if nothing is
 * @param former the member that it belonged to; null if there was none
 * @param index that it was made with, as far as that is known; null if it is not
 * @param maker who made it by hand; null if nobody did
 * @param madeAt when; null if nobody did
 * @param underWay whether the call that makes it by hand has not ended
 * @param destroyed whether it was destroyed outside of groups, or may have been
 * @param unlabelled whether our labels are being taken away from it, or were so lately that a listing may not show it yet
 */
record InstancePast(
        @Nullable MemberId holder,
        @Nullable String tombstone,
        @Nullable MemberId former,
        @Nullable Integer index,
        @Nullable String maker,
        @Nullable Instant madeAt,
        boolean underWay,
        boolean destroyed,
        boolean unlabelled) {
    private static final String RELEASED = "RELEASED";

    /** Whether its token is remembered as that of an instance that is not there any more, or never was. */
    boolean over() {
        return tombstone != null && !tombstone.equals(RELEASED);
    }

    /** The end of a sentence that begins with "it was". */
    String words() {
        if (former != null) {
            return "the instance of " + former + ", which ended without it";
        }
        return maker == null ? "known to nobody" : "made by hand by " + maker + " at " + madeAt;
    }
}
