package dev.drover.group;

import dev.drover.body.Shown;
import dev.drover.provider.AdapterCheck;
import dev.drover.provider.Findings;
import dev.drover.provider.Flavors;
import dev.drover.provider.Providers;
import dev.drover.provider.Suggestion;
import dev.drover.provider.spi.Allocation;
import dev.drover.spec.GroupSpec;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Finds the adapters that a spec names, and what is to be asked of them. */
record Adapters(Providers providers, Flavors flavors) {
    /** Empty if the provider is unknown, or its properties are none. */
    Optional<AdapterCheck<Map<String, Integer>>> provider(Declaration spec, Findings findings) {
        var name = spec.string("/instance/provider");
        var found = name.flatMap(providers::provider);
        name.filter(unknown -> found.isEmpty())
                .ifPresent(unknown -> refuse("provider", "/instance/provider", unknown, providers.names(), findings));
        return found.flatMap(provider -> properties(spec, "/instance/properties")
                .map(properties -> new AdapterCheck<>(
                        "the provider '" + name.orElseThrow() + "'",
                        "/instance/properties",
                        properties,
                        provider::schema,
                        provider::validate,
                        tree -> Map.copyOf(provider.ports(tree, 0)))));
    }

    /** Empty if the flavor is unknown, or its properties are none. */
    Optional<AdapterCheck<Map<String, String>>> flavor(Declaration spec, Allocation allocation, Findings findings) {
        var name = spec.has("/flavor") ? spec.string("/flavor/provider") : Optional.of(GroupSpec.Part.DEFAULT_FLAVOR);
        var found = name.flatMap(flavors::flavor);
        name.filter(unknown -> found.isEmpty())
                .ifPresent(unknown -> refuse("flavor", "/flavor/provider", unknown, flavors.names(), findings));
        return found.flatMap(flavor -> properties(spec, "/flavor/properties")
                .map(properties -> new AdapterCheck<>(
                        "the flavor '" + name.orElseThrow() + "'",
                        "/flavor/properties",
                        properties,
                        flavor::schema,
                        tree -> flavor.validate(tree, allocation),
                        tree -> Map.copyOf(flavor.tags(tree)))));
    }

    private static Optional<JsonNode> properties(Declaration spec, String pointer) {
        JsonNode properties = spec.has(pointer) ? spec.at(pointer) : JsonNodeFactory.instance.objectNode();
        return properties.isObject() ? Optional.of(properties) : Optional.empty();
    }

    private static void refuse(String what, String pointer, String name, Set<String> names, Findings findings) {
        String configured = names.isEmpty() ? "none is" : "configured are " + String.join(", ", names);
        findings.add(
                pointer,
                "no %s %s is configured, %s%s"
                        .formatted(what, Shown.text(name), configured, Suggestion.sentence(name, names)));
    }
}
