package dev.drover.reconcile;

import dev.drover.provider.spi.DestroyReason;
import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.ProvisionRequest;
import dev.drover.provider.spi.Token;
import dev.drover.spec.MemberId;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A call that this replica has claimed: its row says CALLED, committed, before the provider hears of it. */
sealed interface Claim {
    /** The group's id. */
    long group();

    UUID action();

    MemberId member();

    String provider();

    /** Which attempt of the action: an outcome is accepted only from the one that the row names. */
    int attempt();

    Instant calledAt();

    /** The call is cut after this. */
    Duration timeout();

    /** A create. Its request is null if it has to be prepared and stored first. */
    record Provision(
            long group,
            UUID action,
            MemberId member,
            String provider,
            int attempt,
            Instant calledAt,
            Duration timeout,
            @Nullable ProvisionRequest request)
            implements Claim {}

    /** Asks the flavor to stop an instance's work. */
    record Drain(
            long group, UUID action, MemberId member, String provider, int attempt, Instant calledAt, Duration timeout)
            implements Claim {}

    /** Sets the labels that are declared when it is sent. */
    record Label(
            long group, UUID action, MemberId member, String provider, int attempt, Instant calledAt, Duration timeout)
            implements Claim {}

    /**
     * Takes our labels away from an instance that was let go. Before {@code doubtGoneUntil} it is not believed that it is gone: the
     * instance is too new.
     */
    record Unlabel(
            long group,
            UUID action,
            MemberId member,
            String provider,
            int attempt,
            Instant calledAt,
            Duration timeout,
            ProviderId id,
            Token token,
            Instant doubtGoneUntil)
            implements Claim {}

    /** A destroy. Before {@code doubtGoneUntil} "gone already" is not believed: the instance is too new. */
    record Destroy(
            long group,
            UUID action,
            MemberId member,
            String provider,
            int attempt,
            Instant calledAt,
            Duration timeout,
            ProviderId id,
            Token token,
            DestroyReason reason,
            Instant doubtGoneUntil)
            implements Claim {}
}
