package dev.drover.chaos;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.Token;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line of an answer. A listing has one for each page, and one that says that it is whole.
 *
 * @param failure how the call failed; null if it did not
 * @param done whether a listing ends with this, or a destroy was accepted
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Told(
        ProviderFailure.@Nullable Kind failure,
        @Nullable String message,
        long afterMillis,
        List<Seen> instances,
        boolean done) {
    Told {
        instances = instances == null ? List.of() : List.copyOf(instances);
    }

    static Told instances(List<Seen> instances) {
        return new Told(null, null, 0, instances, false);
    }

    static Told done(boolean done) {
        return new Told(null, null, 0, List.of(), done);
    }

    static Told failed(ProviderFailure.Kind kind, String message) {
        return new Told(kind, message, 1000, List.of(), false);
    }

    /** An instance as the cloud shows it. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Seen(String id, @Nullable String token, Map<String, String> labels, Phase phase) {
        Seen {
            labels = labels == null ? Map.of() : Map.copyOf(labels);
        }

        Instance instance() {
            return new Instance(
                    new ProviderId(id),
                    token == null ? null : new Token(token),
                    labels,
                    phase,
                    List.of("127.0.0.1"),
                    Map.of(),
                    null);
        }
    }
}
