package dev.drover.reconcile;

import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.ProviderFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of a call. */
sealed interface Outcome {
    Claim claim();

    record Provisioned(Claim.Provision claim, Instance instance) implements Outcome {}

    record Destroyed(Claim.Destroy claim) implements Outcome {}

    /**
     * Surely nothing happened.
     *
     * @param throttledFor how long the provider wants no calls; null unless it said so
     */
    record Failed(
            Claim claim,
            ProviderFailure.Kind kind,
            String message,
            @Nullable Duration throttledFor) implements Outcome {}

    /** It may have happened, and may still. */
    record Unknown(Claim claim, String message) implements Outcome {}
}
