package dev.drover.provider.spi;

/** An instance's id at its provider. Opaque; some providers use one again after the instance is gone. */
public record ProviderId(String value) {
    public ProviderId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a provider id must not be blank");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
