package dev.drover.provider.vanilla;

import dev.drover.provider.spi.FlavorProvider;
import dev.drover.provider.spi.FlavorProviderType;
import dev.drover.provider.spi.KnownFlavors;
import dev.drover.provider.spi.ProviderSettings;

/** {@code drover.flavors.<name>.type: vanilla}. It has no settings of its own. */
public final class VanillaFlavorType implements FlavorProviderType {
    @Override
    public String type() {
        return "vanilla";
    }

    @Override
    public FlavorProvider create(ProviderSettings settings, KnownFlavors others) {
        return new VanillaFlavor();
    }
}
