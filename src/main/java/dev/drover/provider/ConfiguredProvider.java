package dev.drover.provider;

import dev.drover.provider.spi.Capabilities;
import dev.drover.provider.spi.InstanceProvider;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * A provider as it is configured on this replica.
 *
 * @param type which adapter it is
 * @param observeEvery how often it is listed
 * @param permits how many calls may still be made at once: the smaller of the configured number and the adapter's own limit
 */
public record ConfiguredProvider(
        String name, String type, InstanceProvider instances, Duration observeEvery, Semaphore permits) {

    public ConfiguredProvider(
            String name, String type, InstanceProvider instances, Duration observeEvery, int permits) {
        this(
                name,
                type,
                instances,
                observeEvery,
                new Semaphore(Math.min(permits, instances.capabilities().maxConcurrentCalls())));
    }

    public Capabilities capabilities() {
        return instances.capabilities();
    }
}
