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
 * @param limit how many calls may be made at once: the smaller of the configured number and the adapter's own limit
 * @param permits how many of them are still free
 */
public record ConfiguredProvider(
        String name, String type, InstanceProvider instances, Duration observeEvery, int limit, Semaphore permits) {

    public ConfiguredProvider(
            String name, String type, InstanceProvider instances, Duration observeEvery, int permits) {
        int limit = Math.min(permits, instances.capabilities().maxConcurrentCalls());
        this(name, type, instances, observeEvery, limit, new Semaphore(limit));
    }

    public Capabilities capabilities() {
        return instances.capabilities();
    }
}
