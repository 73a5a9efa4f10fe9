package dev.drover.provider.simulator;

import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderFailure.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Which calls fail on purpose. */
final class Faults {
    private static final List<Knob> OF_CREATES = List.of(
            Knob.RETRYABLE_SHARE,
            Knob.THROTTLED_SHARE,
            Knob.OUT_OF_CAPACITY_SHARE,
            Knob.REJECTED_SHARE,
            Knob.UNKNOWN_OUTCOME_SHARE);
    private static final List<Knob> OF_DESTROYS =
            List.of(Knob.RETRYABLE_SHARE, Knob.THROTTLED_SHARE, Knob.UNKNOWN_OUTCOME_SHARE);
    private static final List<Knob> OF_READS = List.of(Knob.LISTING_FAILURE_SHARE);

    private Faults() {}

    static Optional<ProviderFailure> ofCreate(Knobs knobs, Dice dice) {
        return of(OF_CREATES, knobs, dice);
    }

    static Optional<ProviderFailure> ofDestroy(Knobs knobs, Dice dice) {
        return of(OF_DESTROYS, knobs, dice);
    }

    static Optional<ProviderFailure> ofRead(Knobs knobs, Dice dice) {
        return of(OF_READS, knobs, dice);
    }

    /** Whether destroys can fail at all; what befalls each has to be counted only then. */
    static boolean ofDestroysPossible(Knobs knobs) {
        return OF_DESTROYS.stream().anyMatch(it -> knobs.share(it) > 0);
    }

    /** Whether a call that fails so takes effect nevertheless. */
    static boolean happens(ProviderFailure failure, Knobs knobs, Dice dice) {
        return failure.kind() == Kind.UNKNOWN_OUTCOME && dice.hits(knobs.share(Knob.HAPPENED_SHARE), "happened");
    }

    /** A call that takes its time, on its own thread, and outside of any transaction. */
    static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProviderFailure(
                    Kind.RETRYABLE, "the call was cut before the simulated cloud had done anything", e);
        }
    }

    private static Optional<ProviderFailure> of(List<Knob> shares, Knobs knobs, Dice dice) {
        double left = dice.roll("fault");
        for (Knob share : shares) {
            left -= knobs.share(share);
            if (left < 0) {
                return Optional.of(failure(share, knobs));
            }
        }
        return Optional.empty();
    }

    private static ProviderFailure failure(Knob share, Knobs knobs) {
        String because =
                " (simulated: " + share.text() + " is " + knobs.written().get(share.text()) + ")";
        return switch (share) {
            case THROTTLED_SHARE ->
                ProviderFailure.throttled("too many requests" + because, knobs.duration(Knob.THROTTLED_FOR));
            case OUT_OF_CAPACITY_SHARE ->
                new ProviderFailure(Kind.OUT_OF_CAPACITY, "there is no room for it" + because);
            case REJECTED_SHARE -> new ProviderFailure(Kind.REJECTED, "the request is refused" + because);
            case UNKNOWN_OUTCOME_SHARE -> new ProviderFailure(Kind.UNKNOWN_OUTCOME, "the answer was lost" + because);
            default -> new ProviderFailure(Kind.RETRYABLE, "an internal error; try again" + because);
        };
    }
}
