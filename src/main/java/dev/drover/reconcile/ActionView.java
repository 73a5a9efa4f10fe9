package dev.drover.reconcile;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One row of the journal: what is asked of a provider, or a flavor, for one member. Calling again is another attempt of the same action.
 *
 * @param kind provision, drain, label, destroy or unlabel
 * @param state planned, called, done, failed, unknown or cancelled
 * @param generation the declaration that it was planned for; null if it was planned because the group is deleted or released
 * @param token what the instance carries as its label {@code drover.token}
 * @param plannedAt when it was planned last
 * @param calledAt when the provider was called last; null if never
 * @param deadline when that call is over, answered or not
 * @param closedAt when it was done, failed, unknown or cancelled
 * @param error what the last attempt ended with; null if that was well
 */
record ActionView(
        UUID id,
        String kind,
        String member,
        String state,
        String why,
        int attempts,
        @Nullable Long generation,
        String provider,
        UUID token,
        Instant plannedAt,
        @Nullable Instant calledAt,
        @Nullable Instant deadline,
        @Nullable Instant closedAt,
        @Nullable ActionError error) {

    /** Why an attempt went wrong: its kind, like outOfCapacity or unknownOutcome, and the provider's words. */
    record ActionError(String kind, String message) {}
}
