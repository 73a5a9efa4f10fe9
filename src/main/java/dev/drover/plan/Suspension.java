package dev.drover.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** No more creates after a day without a single success, until somebody changes something. */
final class Suspension {
    private static final Duration PATIENCE = Duration.ofHours(24);

    private Suspension() {}

    /** When it begins, or began, if no create succeeds; empty while none fails. */
    static Optional<Instant> of(GroupState state) {
        return state.unforgivenFailures().stream()
                .map(CreateFailures::since)
                .min(Comparator.naturalOrder())
                .map(it -> it.isAfter(state.declared().clearedAt())
                        ? it
                        : state.declared().clearedAt())
                .map(it -> it.plus(PATIENCE));
    }
}
