package dev.drover.provider.infrakit;

import dev.drover.infrakit.CallFailed;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.Violation;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Properties that only a plugin understands. */
final class Opaque {
    private Opaque() {}

    static JsonNode schema(String description) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("type", "object")
                .put("description", description);
    }

    /** What the plugin says is wrong; it says it of all of the properties. */
    static List<Violation> violations(Runnable validate) {
        try {
            validate.run();
            return List.of();
        } catch (CallFailed e) {
            if (e.kind() == CallFailed.Kind.ANSWERED) {
                return List.of(new Violation("", String.valueOf(e.getMessage())));
            }
            throw Remote.failed(ProviderFailure.Kind.RETRYABLE, e);
        }
    }
}
