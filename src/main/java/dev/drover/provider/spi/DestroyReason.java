package dev.drover.provider.spi;

/** Why an instance is destroyed, as far as a provider may care. */
public enum DestroyReason {
    /** It is not wanted any more, or broken. */
    TERMINATE,
    /** A newer one takes its place. */
    ROLLING_UPDATE,
    /** Its group is deleted, or no longer declares it: nothing takes its place, so what outlives an instance may go with it. */
    FOR_GOOD
}
