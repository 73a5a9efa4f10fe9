package dev.drover.provider.simulator;

import dev.drover.provider.Findings;
import dev.drover.spec.Durations;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What the schema cannot say about knobs.
 *
 * @param consistencyWindow how far the provider says that its listings lag at most
 * @param honest whether it must be true
 */
record KnobRules(Duration consistencyWindow, boolean honest) {
    private static final List<Knob> OF_CREATES = List.of(
            Knob.RETRYABLE_SHARE,
            Knob.THROTTLED_SHARE,
            Knob.OUT_OF_CAPACITY_SHARE,
            Knob.REJECTED_SHARE,
            Knob.UNKNOWN_OUTCOME_SHARE);

    /** Adds what is wrong with this tree, which the schema accepts, if it changes {@code before}. */
    void check(JsonNode tree, Knobs before, Findings findings) {
        tree.forEachEntry((name, value) -> Knob.of(name)
                .filter(Knob::isDuration)
                .ifPresent(knob -> duration("/" + name, value.asString(), findings)));
        if (findings.isEmpty()) {
            check(before.with(tree), findings);
        }
    }

    /** The schema's pattern does not know how long a duration may be. */
    static void duration(String pointer, String text, Findings findings) {
        try {
            Durations.parse(text);
        } catch (IllegalArgumentException e) {
            findings.add(pointer, String.valueOf(e.getMessage()));
        }
    }

    private void check(Knobs knobs, Findings findings) {
        double sum = OF_CREATES.stream().mapToDouble(knobs::share).sum();
        if (sum > 1) {
            findings.add(
                    "",
                    "the shares of creates that fail add up to more than 100%: "
                            + String.join(
                                    ", ", OF_CREATES.stream().map(Knob::text).toList()));
        }
        Duration lag = knobs.duration(Knob.LISTING_LAG);
        if (honest && lag.compareTo(consistencyWindow) > 0) {
            findings.add(
                    "/" + Knob.LISTING_LAG.text(),
                    "must be at most %s, it is %s: that is the consistencyWindow which the provider promises; for a cloud that"
                                    .formatted(Durations.format(consistencyWindow), Durations.format(lag))
                            + " breaks its promise, start with its setting honest=false");
        }
    }
}
