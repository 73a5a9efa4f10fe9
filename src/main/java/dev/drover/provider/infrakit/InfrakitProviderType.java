package dev.drover.provider.infrakit;

import dev.drover.provider.spi.InstanceProvider;
import dev.drover.provider.spi.InstanceProviderType;
import dev.drover.provider.spi.ProviderSettings;

/** {@code drover.providers.<name>.type: infrakit}, for a plugin that is to have another name, place or settings. */
final class InfrakitProviderType implements InstanceProviderType {
    private final Remotes remotes;

    InfrakitProviderType(Remotes remotes) {
        this.remotes = remotes;
    }

    @Override
    public String type() {
        return Remotes.TYPE;
    }

    @Override
    public InstanceProvider create(ProviderSettings settings) {
        return new PluginInstances(remotes.provider(settings));
    }
}
