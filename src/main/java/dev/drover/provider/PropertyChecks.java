package dev.drover.provider;

import dev.drover.body.JsonKind;
import dev.drover.provider.spi.Allocation;
import dev.drover.provider.spi.FlavorProvider;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What the validation of a spec asks of its adapters, asked of one adapter alone. */
public final class PropertyChecks {
    /** As long as a declaration waits for it. */
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private PropertyChecks() {}

    /**
     * Checks properties of instances.
     *
     * @param pointer where they are in what was sent
     * @return a sentence if the provider could not be asked; what its schema says is found nevertheless
     */
    public static Optional<String> instances(
            ConfiguredProvider provider, String pointer, JsonNode properties, Findings findings) {
        return run(
                new AdapterCheck<>(
                        "the provider '" + provider.name() + "'",
                        pointer,
                        properties,
                        provider.instances()::schema,
                        provider.instances()::validate,
                        tree -> true),
                findings);
    }

    static Optional<String> flavor(
            String name, FlavorProvider flavor, JsonNode properties, Allocation allocation, Findings findings) {
        return run(
                new AdapterCheck<>(
                        "the flavor '" + name + "'",
                        "/properties",
                        properties,
                        flavor::schema,
                        tree -> flavor.validate(tree, allocation),
                        tree -> true),
                findings);
    }

    private static Optional<String> run(AdapterCheck<Boolean> check, Findings findings) {
        return JsonKind.of(check.properties()) == JsonKind.OBJECT
                ? check.run(LIMIT, findings).notValidated()
                : Optional.empty();
    }
}
