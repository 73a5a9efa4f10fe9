package dev.drover.provider.combo;

import dev.drover.provider.spi.FlavorProvider;
import dev.drover.provider.spi.FlavorProviderType;
import dev.drover.provider.spi.KnownFlavors;
import dev.drover.provider.spi.ProviderSettings;

/** {@code drover.flavors.<name>.type: combo}. It has no settings of its own. */
public final class ComboFlavorType implements FlavorProviderType {
    @Override
    public String type() {
        return "combo";
    }

    @Override
    public FlavorProvider create(ProviderSettings settings, KnownFlavors others) {
        return new ComboFlavor(others);
    }
}
