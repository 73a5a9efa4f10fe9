package dev.drover.chaos;

import dev.drover.provider.spi.InstanceProvider;
import dev.drover.provider.spi.InstanceProviderType;
import dev.drover.provider.spi.ProviderSettings;

/**
 * {@code type: chaos}: a provider of {@link Cloud}. Settings: {@code port}, {@code database} (whose journal has to know of its
 * calls), and what it promises: {@code idempotent}, {@code watch}, {@code window}, {@code create-timeout} (ISO-8601).
 */
public final class CloudProviderType implements InstanceProviderType {
    @Override
    public String type() {
        return "chaos";
    }

    @Override
    public InstanceProvider create(ProviderSettings settings) {
        return new CloudProvider(settings);
    }
}
