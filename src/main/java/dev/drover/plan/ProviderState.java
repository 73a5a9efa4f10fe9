package dev.drover.plan;

import dev.drover.provider.spi.Capabilities;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A provider, as a plan has to know it.
 *
 * @param capabilities null if no replica ever had it configured
 * @param observation its last whole listing; null if there was none
 * @param throttledUntil no creates before this; null if it never asked for that
 * @param reach whether anybody can ask it
 */
public record ProviderState(
        String name,
        @Nullable Capabilities capabilities,
        @Nullable Observation observation,
        @Nullable Instant throttledUntil,
        Reach reach) {
    public ProviderState(
            String name,
            @Nullable Capabilities capabilities,
            @Nullable Observation observation,
            @Nullable Instant throttledUntil) {
        this(name, capabilities, observation, throttledUntil, Reach.ALWAYS);
    }
}
