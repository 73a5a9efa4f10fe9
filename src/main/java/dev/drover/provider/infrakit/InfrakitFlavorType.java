package dev.drover.provider.infrakit;

import dev.drover.provider.spi.FlavorProvider;
import dev.drover.provider.spi.FlavorProviderType;
import dev.drover.provider.spi.KnownFlavors;
import dev.drover.provider.spi.ProviderSettings;

/** {@code drover.flavors.<name>.type: infrakit}, for a plugin that is to have another name, place or settings. */
final class InfrakitFlavorType implements FlavorProviderType {
    private final Remotes remotes;

    InfrakitFlavorType(Remotes remotes) {
        this.remotes = remotes;
    }

    @Override
    public String type() {
        return Remotes.TYPE;
    }

    @Override
    public FlavorProvider create(ProviderSettings settings, KnownFlavors others) {
        return new PluginFlavor(remotes.configured(settings));
    }
}
