package dev.drover.provider.simulator;

import dev.drover.spec.Durations;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What can be changed of a cloud. What each means stands in {@code knobs.schema.json}. */
enum Knob {
    CREATE_LATENCY("createLatency", Kind.DURATION),
    START_DELAY("startDelay", Kind.DURATION),
    DESTROY_LATENCY("destroyLatency", Kind.DURATION),
    STOP_DELAY("stopDelay", Kind.DURATION),
    LISTING_LAG("listingLag", Kind.DURATION),
    CAPACITY("capacity", Kind.COUNT),
    MEAN_LIFETIME("meanLifetime", Kind.DURATION),
    VANISH_SHARE("vanishShare", Kind.SHARE),
    UNHEALTHY_SHARE("unhealthyShare", Kind.SHARE),
    HEALTH_PERIOD("healthPeriod", Kind.DURATION),
    RETRYABLE_SHARE("retryableShare", Kind.SHARE),
    THROTTLED_SHARE("throttledShare", Kind.SHARE),
    THROTTLED_FOR("throttledFor", Kind.DURATION),
    OUT_OF_CAPACITY_SHARE("outOfCapacityShare", Kind.SHARE),
    REJECTED_SHARE("rejectedShare", Kind.SHARE),
    UNKNOWN_OUTCOME_SHARE("unknownOutcomeShare", Kind.SHARE),
    HAPPENED_SHARE("happenedShare", Kind.SHARE),
    LISTING_FAILURE_SHARE("listingFailureShare", Kind.SHARE);

    private static final int SHARE_DIGITS = 3;

    private final String text;
    private final Kind kind;

    Knob(String text, Kind kind) {
        this.text = text;
        this.kind = kind;
    }

    /** Its name in bodies and settings. */
    String text() {
        return text;
    }

    boolean isDuration() {
        return kind == Kind.DURATION;
    }

    static Optional<Knob> of(String text) {
        return Arrays.stream(values()).filter(it -> it.text.equals(text)).findFirst();
    }

    /** A value that is as the schema says: in milliseconds, thousandths of a percent, or a plain number. */
    long read(JsonNode value) {
        return switch (kind) {
            case DURATION -> Durations.parse(value.asString()).toMillis();
            case SHARE -> thousandths(value.asString());
            case COUNT -> value.asLong();
        };
    }

    Object write(long value) {
        return switch (kind) {
            case DURATION -> Durations.format(Duration.ofMillis(value));
            case SHARE ->
                BigDecimal.valueOf(value, SHARE_DIGITS).stripTrailingZeros().toPlainString() + "%";
            case COUNT -> value;
        };
    }

    /** Of {@code 0.5%}: 500. */
    static long thousandths(String share) {
        return new BigDecimal(share.replace("%", ""))
                .movePointRight(SHARE_DIGITS)
                .longValueExact();
    }

    private enum Kind {
        DURATION,
        SHARE,
        COUNT
    }
}
