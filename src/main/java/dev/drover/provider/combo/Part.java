package dev.drover.provider.combo;

import dev.drover.provider.spi.FlavorProvider;
import dev.drover.provider.spi.KnownFlavors;
import dev.drover.provider.spi.ProviderFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * One of a combo's flavors, with its properties.
 *
 * @param index its place among them, from 0
 * @param found empty if this replica has no flavor of this name
 */
record Part(int index, String name, JsonNode properties, Optional<FlavorProvider> found) {
    private static final String FLAVORS = "flavors";

    /** In order; whatever the properties are, nothing is thrown. */
    static List<Part> of(JsonNode combo, KnownFlavors known) {
        List<Part> parts = new ArrayList<>();
        for (JsonNode it : combo.path(FLAVORS)) {
            String name = it.path("provider").asString("");
            JsonNode properties = it.path("properties");
            parts.add(new Part(
                    parts.size(),
                    name,
                    properties.isObject() ? properties : JsonNodeFactory.instance.objectNode(),
                    known.flavor(name)));
        }
        return parts;
    }

    /** Which one it is, in a sentence: there may be two of one name. */
    String who() {
        return "flavor " + (index + 1) + ", '" + name + "'";
    }

    String pointer() {
        return "/" + FLAVORS + "/" + index;
    }

    /** @throws ProviderFailure if this replica does not have it */
    FlavorProvider flavor() {
        return found.orElseThrow(() -> new ProviderFailure(
                ProviderFailure.Kind.RETRYABLE, "flavor " + name + " is not configured on this replica"));
    }

    boolean pure() {
        return found.map(it -> it.pure(properties)).orElse(false);
    }

    /** One that is not here may have a say. */
    boolean judges() {
        return found.map(it -> it.judges(properties)).orElse(true);
    }

    /** One that is not here may have work to stop. */
    boolean drains() {
        return found.map(it -> it.drains(properties)).orElse(true);
    }
}
