package dev.drover.bench;

import dev.drover.provider.spi.InstanceProvider;
import dev.drover.provider.spi.InstanceProviderType;
import dev.drover.provider.spi.ProviderSettings;
import java.time.Duration;

/** {@code type: instant}: instances in memory. Setting {@code latency}: how long each create takes, ISO-8601. */
public final class InstantProviderType implements InstanceProviderType {
    @Override
    public String type() {
        return "instant";
    }

    @Override
    public InstanceProvider create(ProviderSettings settings) {
        return new InstantProvider(Duration.parse(settings.settings().getOrDefault("latency", "PT0S")));
    }
}
