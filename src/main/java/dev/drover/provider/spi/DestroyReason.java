package dev.drover.provider.spi;

/** Why an instance is destroyed, as far as a provider may care. */
public enum DestroyReason {
    /** It is not wanted any more, or broken. */
    TERMINATE,
    /** A newer one takes its place. */
    ROLLING_UPDATE
}
