package dev.drover.provider;

import dev.drover.provider.spi.FlavorProvider;
import dev.drover.web.Problem;
import dev.drover.web.ProblemType;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Asks one flavor what a group would ask it. */
@Component
class AskFlavor {
    private final Flavors flavors;

    AskFlavor(Flavors flavors) {
        this.flavors = flavors;
    }

    FlavorView view(String name) {
        FlavorProvider flavor = flavor(name);
        return new FlavorView(name, flavors.type(name), flavor.schema());
    }

    Valid validate(String name, ObjectNode body) {
        accepted(name, body, FlavorBody.VALIDATE);
        return new Valid(true);
    }

    FlavorView.Prepared prepare(String name, ObjectNode body) {
        FlavorBody asked = accepted(name, body, FlavorBody.PREPARE);
        FlavorProvider flavor = flavor(name);
        return FlavorView.Prepared.of(AskAdapter.ask(
                "the flavor '" + name + "'",
                () -> flavor.prepare(asked.properties().deepCopy(), asked.request(), asked.allocation())));
    }

    FlavorView.Judged healthy(String name, ObjectNode body) {
        FlavorBody asked = accepted(name, body, FlavorBody.HEALTHY);
        FlavorProvider flavor = flavor(name);
        return FlavorView.Judged.of(AskAdapter.ask(
                "the flavor '" + name + "'",
                () -> flavor.healthy(asked.properties().deepCopy(), asked.instance())));
    }

    private FlavorProvider flavor(String name) {
        return flavors.flavor(name).orElseThrow(() -> ReachableProviders.unknown("flavor", name, flavors.names()));
    }

    /** Everything that is wrong with a body is said at once: what its schema says, the flavor, and the rules for labels. */
    private FlavorBody accepted(String name, ObjectNode body, JsonSchema schema) {
        FlavorProvider flavor = flavor(name);
        Findings findings = new Findings();
        findings.addAll(schema.check(body));
        LabelRule.check(body.path("request").path("labels"), "/request/labels", findings);
        FlavorBody asked = new FlavorBody(body);
        Optional<String> notAsked =
                PropertyChecks.flavor(name, flavor, asked.properties(), asked.allocation(), findings);
        findings.refuse("the body");
        notAsked.ifPresent(sentence -> {
            throw new Problem(ProblemType.PROVIDER_UNREACHABLE, sentence);
        });
        return asked;
    }
}
