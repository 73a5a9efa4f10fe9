package dev.drover.provider.spi;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One machine, as its provider tells it.
 *
 * @param token the token it was made with; null if it carries none
 * @param addresses host names or addresses, best first; empty while not known
 * @param ports reachable port by name
 * @param detail why it is in this phase ("exited 137"), for people; null if there is nothing to say
 */
public record Instance(
        ProviderId id,
        @Nullable Token token,
        Map<String, String> labels,
        Phase phase,
        List<String> addresses,
        Map<String, Integer> ports,
        @Nullable String detail) {
    public Instance {
        labels = Map.copyOf(labels);
        addresses = Text.clean(addresses);
        ports = Text.cleanKeys(ports);
        detail = Text.cleanIfAny(detail);
    }
}
