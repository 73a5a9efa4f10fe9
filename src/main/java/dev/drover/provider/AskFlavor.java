package dev.drover.provider;

import dev.drover.provider.spi.FlavorProvider;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.ProvisionRequest;
import dev.drover.provider.spi.Violation;
import dev.drover.web.Problem;
import dev.drover.web.ProblemType;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Asks one flavor what a group would ask it. */
@Component
class AskFlavor {
    private final Flavors flavors;
    private final Discovered discovered;

    AskFlavor(Flavors flavors, Discovered discovered) {
        this.flavors = flavors;
        this.discovered = discovered;
    }

    FlavorView.FlavorSummary summary(String name) {
        return new FlavorView.FlavorSummary(name, flavors.type(name), discovered(name));
    }

    private @Nullable DiscoveredView discovered(String name) {
        return discovered.flavor(name).map(DiscoveredView::of).orElse(null);
    }

    FlavorView view(String name) {
        FlavorProvider flavor = flavor(name);
        return new FlavorView(
                name,
                flavors.type(name),
                AskAdapter.ask("the flavor '" + name + "'", flavor::schema),
                discovered(name));
    }

    Valid validate(String name, ObjectNode body) {
        accepted(name, body, FlavorBody.VALIDATE);
        return new Valid(true);
    }

    FlavorView.Prepared prepare(String name, ObjectNode body) {
        FlavorBody asked = accepted(name, body, FlavorBody.PREPARE);
        FlavorProvider flavor = flavor(name);
        ProvisionRequest request = asked.request();
        return FlavorView.Prepared.of(AskAdapter.ask(
                "the flavor '" + name + "'",
                () -> flavor.prepare(asked.properties().deepCopy(), request, asked.allocation())));
    }

    FlavorView.Judged healthy(String name, ObjectNode body) {
        FlavorBody asked = accepted(name, body, FlavorBody.HEALTHY);
        FlavorProvider flavor = flavor(name);
        Instance instance = asked.instance();
        return FlavorView.Judged.of(AskAdapter.ask(
                "the flavor '" + name + "'",
                () -> flavor.healthy(asked.properties().deepCopy(), instance)));
    }

    private FlavorProvider flavor(String name) {
        return flavors.flavor(name).orElseThrow(() -> ReachableProviders.unknown("flavor", name, flavors.names()));
    }

    /** Everything that is wrong with a body is said at once: what its schema says, the flavor, and the rules for labels. */
    private FlavorBody accepted(String name, ObjectNode body, JsonSchema schema) {
        FlavorProvider flavor = flavor(name);
        Findings findings = new Findings();
        findings.addAll(schema.check(body));
        refuseBlank(body.path("instance"), "id", findings);
        refuseBlank(body.path("instance"), "token", findings);
        refuseBlank(body.path("request"), "logicalId", findings);
        LabelRule.check(body.path("request").path("labels"), "/request/labels", findings);
        FlavorBody asked = new FlavorBody(body);
        Optional<String> notAsked =
                PropertyChecks.flavor(name, flavor, asked.properties(), asked.allocation(), findings);
        if (findings.isEmpty() && notAsked.isEmpty()) {
            tags(name, flavor, asked)
                    .forEach((key, value) -> LabelRule.check(
                            JsonNodeFactory.instance.objectNode().put(key, value), "/properties/tags", findings));
        }
        findings.refuse("the body");
        notAsked.ifPresent(sentence -> {
            throw new Problem(ProblemType.PROVIDER_UNREACHABLE, sentence);
        });
        return asked;
    }

    /** As the declaration of a group would look at them. */
    private static Map<String, String> tags(String name, FlavorProvider flavor, FlavorBody asked) {
        return AskAdapter.ask(
                "the flavor '" + name + "'",
                () -> flavor.tags(asked.properties().deepCopy()));
    }

    /** What a schema's pattern takes for a character may be none for Java. */
    private static void refuseBlank(JsonNode holder, String field, Findings findings) {
        if (holder.path(field).isString() && holder.path(field).stringValue().isBlank()) {
            String pointer = (field.equals("logicalId") ? "/request/" : "/instance/") + field;
            if (!findings.touch(pointer)) {
                findings.add(new Violation(pointer, "must not be blank"));
            }
        }
    }
}
