package dev.drover.provider;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that a replica found by itself, in its plugin directory.
 *
 * @param interfaces what it offers, with versions, as it said last
 * @param reachable whether the last look found it
 * @param since when it came, or went; of one that has not been seen since then, when the replica started
 * @param reason why it cannot be reached, as a sentence; null if it can
 */
record DiscoveredView(
        List<String> interfaces,
        boolean reachable,
        Instant since,
        @Nullable String reason) {
    DiscoveredView {
        interfaces = List.copyOf(interfaces);
    }

    static DiscoveredView of(Discovered.State it) {
        return new DiscoveredView(it.sighting().interfaces(), it.reachable(), it.since(), it.silence());
    }
}
