package dev.drover.provider.combo;

import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.Token;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Which flavors of combos have drained an instance while others still drain it: what one has stopped may not answer a second time.
 * It is kept in memory only. A replica that does not know asks once more, as it does after any answer that was lost.
 */
final class DrainedParts {
    /** Instances that are drained at once are a few; of those whose drain was given up nobody tells us. */
    private static final int KEPT = 10_000;

    private final Set<Done> entries = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Done, Boolean> eldest) {
            return size() > KEPT;
        }
    });

    private record Done(ProviderId id, @Nullable Token token, int index, String flavor, JsonNode properties) {
        static Done of(Instance instance, Part part) {
            return new Done(instance.id(), instance.token(), part.index(), part.name(), part.properties());
        }
    }

    synchronized boolean contains(Instance instance, Part part) {
        return entries.contains(Done.of(instance, part));
    }

    synchronized void add(Instance instance, Part part) {
        entries.add(Done.of(instance, part));
    }

    synchronized void forget(Instance instance, List<Part> parts) {
        parts.forEach(part -> entries.remove(Done.of(instance, part)));
    }
}
