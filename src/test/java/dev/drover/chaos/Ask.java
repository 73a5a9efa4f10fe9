package dev.drover.chaos;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A call as it travels to the cloud: one line of JSON on a connection of its own.
 *
 * @param database whose journal has to know of it
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Ask(
        Fault.Op op,
        String provider,
        String database,
        @Nullable String token,
        @Nullable String id,
        Map<String, String> labels,
        @Nullable String logicalId,
        Set<String> keys) {
    Ask {
        labels = labels == null ? Map.of() : Map.copyOf(labels);
        keys = keys == null ? Set.of() : Set.copyOf(keys);
    }

    Ask with(Map<String, String> known) {
        return new Ask(op, provider, database, token, id, known, logicalId, keys);
    }
}
