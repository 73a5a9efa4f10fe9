package dev.drover.provider.spi;

/** A kind of flavor, found through {@link java.util.ServiceLoader}, or as a bean if it is one of Drover's own. */
public interface FlavorProviderType {
    /** The value of {@code drover.flavors.<name>.type}. */
    String type();

    /**
     * Makes a flavor as it is configured.
     *
     * @param others the flavors of this replica, for one that is made of others; more come while they are made
     * @throws ProviderFailure with {@link ProviderFailure.Kind#REJECTED} if it cannot work here; the message is shown
     */
    FlavorProvider create(ProviderSettings settings, KnownFlavors others);
}
