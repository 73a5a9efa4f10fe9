package dev.drover.provider.spi;

import java.util.Optional;
import java.util.SortedSet;

/**
 * The flavors of this replica. Some are found while Drover runs, and none is ever taken away: whoever wants one looks each time.
 * Safe for use by many threads.
 */
public interface KnownFlavors {
    /** The flavor that a spec's {@code flavor.provider} calls so; empty if this replica has none of this name. */
    Optional<FlavorProvider> flavor(String name);

    /** The names of those that there are now. */
    SortedSet<String> names();
}
