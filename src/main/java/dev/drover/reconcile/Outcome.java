package dev.drover.reconcile;

import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.ProviderFailure;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What became of a call. */
sealed interface Outcome {
    Claim claim();

    record Provisioned(Claim.Provision claim, Instance instance) implements Outcome {}

    record Destroyed(Claim.Destroy claim) implements Outcome {}

    /**
     * The flavor was asked.
     *
     * @param drained whether the work has stopped; otherwise it is asked again
     */
    record Drained(Claim.Drain claim, boolean drained) implements Outcome {}

    /**
     * An instance has these labels.
     *
     * @param generation the one that declared them
     */
    record Labelled(Claim.Label claim, Map<String, String> labels, long generation) implements Outcome {}

    /** An instance that was let go carries our labels no more, or is gone. */
    record Unlabelled(Claim.Unlabel claim) implements Outcome {}

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
