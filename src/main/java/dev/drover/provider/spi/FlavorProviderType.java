package dev.drover.provider.spi;

/** A kind of flavor, found through {@link java.util.ServiceLoader}. */
public interface FlavorProviderType {
    /** The value of {@code drover.flavors.<name>.type}. */
    String type();

    /** Makes a flavor as it is configured. */
    FlavorProvider create(ProviderSettings settings);
}
