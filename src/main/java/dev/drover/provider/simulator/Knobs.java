package dev.drover.provider.simulator;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/**
 * How a cloud behaves: every knob has a value.
 *
 * @param values as {@link Knob#read} gives them
 */
record Knobs(Map<Knob, Long> values) {
    private static final double WHOLE = 100_000; // thousandths of a percent
    /** A capacity that is no limit. */
    static final long UNLIMITED = 1_000_000;

    /** As the schema's defaults say. */
    static final Knobs DEFAULTS = defaults();

    Knobs {
        values = Collections.unmodifiableMap(new EnumMap<>(values));
    }

    /** These, but for what a valid tree says; what it says of things that are no knobs is left aside. */
    Knobs with(JsonNode tree) {
        Map<Knob, Long> changed = new EnumMap<>(values);
        tree.forEachEntry((name, value) -> Knob.of(name).ifPresent(knob -> changed.put(knob, knob.read(value))));
        return new Knobs(changed);
    }

    Duration duration(Knob knob) {
        return Duration.ofMillis(value(knob));
    }

    /** From 0 to 1. */
    double share(Knob knob) {
        return value(knob) / WHOLE;
    }

    long count(Knob knob) {
        return value(knob);
    }

    boolean isLimited() {
        return count(Knob.CAPACITY) < UNLIMITED;
    }

    /** As bodies have them. */
    Map<String, Object> written() {
        Map<String, Object> written = new LinkedHashMap<>();
        values.forEach((knob, value) -> written.put(knob.text(), knob.write(value)));
        return written;
    }

    private long value(Knob knob) {
        return Objects.requireNonNull(values.get(knob));
    }

    private static Knobs defaults() {
        Map<Knob, Long> defaults = new EnumMap<>(Knob.class);
        JsonNode known = Schemas.KNOBS.path("properties");
        for (Knob knob : Knob.values()) {
            defaults.put(knob, knob.read(known.path(knob.text()).path("default")));
        }
        return new Knobs(defaults);
    }
}
