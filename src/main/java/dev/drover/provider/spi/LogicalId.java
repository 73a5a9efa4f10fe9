package dev.drover.provider.spi;

/** The identity of a pet, stable over replacement. */
public record LogicalId(String value) {
    public LogicalId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a logical id must not be blank");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
