package dev.drover.provider.spi;

/** A kind of provider, found through {@link java.util.ServiceLoader}, or as a bean if it is one of Drover's own. */
public interface InstanceProviderType {
    /** The value of {@code drover.providers.<name>.type}. */
    String type();

    /**
     * Makes a provider as it is configured.
     *
     * @throws ProviderFailure with {@link ProviderFailure.Kind#REJECTED} if it cannot work here; the message is shown
     */
    InstanceProvider create(ProviderSettings settings);
}
