package dev.drover.group;

import dev.drover.provider.Flavors;
import dev.drover.provider.Providers;
import dev.drover.provider.spi.Allocation;
import dev.drover.spec.GroupSpec;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds the adapters that a spec names, and what is to be asked of them.
 *
 * @param limit how long one of them may keep a spec waiting
 */
record Adapters(Providers providers, Flavors flavors, Duration limit) {
    /** Empty if the provider is unknown, or its properties are none. */
    Optional<PartCheck<Map<String, Integer>>> provider(Declaration spec) {
        return spec.string("/instance/provider")
                .flatMap(name -> providers
                        .provider(name)
                        .flatMap(provider -> properties(spec, Adapter.Part.INSTANCE)
                                .map(properties -> new PartCheck<>(
                                        SpecSchema.provider(name, provider),
                                        limit,
                                        properties,
                                        provider::validate,
                                        tree -> Map.copyOf(provider.ports(tree, 0))))));
    }

    /** The provider that a spec names and this replica does not have; empty if it has it, or if none is named. */
    Optional<String> strangeProvider(Declaration spec) {
        return spec.string("/instance/provider")
                .filter(name -> providers.provider(name).isEmpty());
    }

    /** Empty if the flavor is unknown, or its properties are none. */
    Optional<PartCheck<FlavorFacts>> flavor(Declaration spec, Allocation allocation) {
        return spec.string("/flavor/provider")
                .flatMap(name -> flavors.flavor(name)
                        .flatMap(flavor -> properties(spec, Adapter.Part.FLAVOR)
                                .map(properties -> new PartCheck<>(
                                        SpecSchema.flavor(name, flavor),
                                        limit,
                                        properties,
                                        tree -> flavor.validate(tree, allocation),
                                        tree -> new FlavorFacts(flavor.tags(tree), flavor.attachments(tree))))));
    }

    /** That the provider can attach what the flavor wants attached. */
    Optional<Rule> attachments(Declaration spec, FlavorFacts flavor) {
        return spec.string("/instance/provider")
                .flatMap(name -> providers
                        .configured(name)
                        .map(provider -> new AttachmentRules(
                                "the provider '" + name + "'",
                                provider.capabilities().attachments(),
                                flavor.attachments())));
    }

    private static Optional<JsonNode> properties(Declaration spec, Adapter.Part part) {
        return Optional.of(spec.at(part.properties())).filter(JsonNode::isObject);
    }

    /** The spec with the adapter's properties that it leaves out, so that what is missing there is said there. */
    static JsonNode withDefaults(JsonNode tree) {
        if (!(tree.deepCopy() instanceof ObjectNode spec)) {
            return tree;
        }
        if (!spec.has("flavor")) {
            spec.putObject("flavor").put("provider", GroupSpec.Part.DEFAULT_FLAVOR);
        }
        for (var part : Adapter.Part.values()) {
            if (spec.get(part.key()) instanceof ObjectNode half && !half.has("properties")) {
                half.set("properties", JsonNodeFactory.instance.objectNode());
            }
        }
        return spec;
    }
}
