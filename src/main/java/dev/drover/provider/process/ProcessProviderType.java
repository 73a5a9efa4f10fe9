package dev.drover.provider.process;

import dev.drover.provider.spi.InstanceProvider;
import dev.drover.provider.spi.InstanceProviderType;
import dev.drover.provider.spi.ProviderSettings;

/** {@code drover.providers.<name>.type: process}. It has no settings of its own. */
public final class ProcessProviderType implements InstanceProviderType {
    @Override
    public String type() {
        return "process";
    }

    @Override
    public InstanceProvider create(ProviderSettings settings) {
        return new ProcessProvider(settings.stateDirectory().toAbsolutePath().normalize());
    }
}
