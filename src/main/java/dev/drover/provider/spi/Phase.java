package dev.drover.provider.spi;

/** How far an instance's life is, as its provider sees it. A provider that cannot tell says {@link #RUNNING}. */
public enum Phase {
    STARTING,
    RUNNING,
    STOPPED,
    GONE
}
