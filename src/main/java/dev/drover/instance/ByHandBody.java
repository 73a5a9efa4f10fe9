package dev.drover.instance;

import dev.drover.provider.ConfiguredProvider;
import dev.drover.provider.Findings;
import dev.drover.provider.JsonSchema;
import dev.drover.provider.LabelRule;
import dev.drover.provider.Pointers;
import dev.drover.provider.PropertyChecks;
import dev.drover.provider.spi.Attachment;
import dev.drover.provider.spi.Labels;
import dev.drover.provider.spi.LogicalId;
import dev.drover.provider.spi.ProvisionRequest;
import dev.drover.provider.spi.Token;
import dev.drover.spec.Templates;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An instance to be made by hand, as it was posted. */
record ByHandBody(ObjectNode tree) {
    private static final JsonSchema SCHEMA = JsonSchema.beside(ByHandBody.class, "instance.schema.json");
    private static final String SECRET = "${secret:";

    /** Says everything that is wrong with it at once, as the declaration of a group would. */
    void check(ConfiguredProvider provider) {
        Findings findings = new Findings();
        findings.addAll(SCHEMA.check(tree));
        LabelRule.check(tree.path("labels"), "/labels", findings);
        literal("/properties", findings);
        literal("/init", findings);
        // A provider that cannot say now what it thinks of them says it when it is called.
        PropertyChecks.instances(provider, "/properties", tree.path("properties"), findings);
        if (!provider.capabilities().attachments() && !tree.path("attachments").isEmpty()) {
            findings.add("/attachments", "the provider '" + provider.name() + "' has no attachments: leave them out");
        }
        findings.refuse("the body");
    }

    /** Nothing is put in for templates and references to secrets here, and an instance with the braces in it is of no use. */
    private void literal(String part, Findings findings) {
        JsonNode text = tree.at(part);
        var scan = Templates.scan(text);
        Consumer<String> template = pointer -> findings.add(
                part + pointer,
                "templates are not rendered for an instance that is made by hand: write the value itself");
        scan.uses().forEach(it -> template.accept(it.pointer()));
        scan.flaws().forEach(it -> template.accept(it.pointer()));
        secrets(text, part, findings);
    }

    private static void secrets(JsonNode text, String pointer, Findings findings) {
        if (text.isString() && text.stringValue().contains(SECRET)) {
            findings.add(pointer, "references to secrets are not resolved for an instance that is made by hand");
        }
        text.forEachEntry((key, value) -> secrets(value, Pointers.child(pointer, key), findings));
        for (int i = 0; text.isArray() && i < text.size(); i++) {
            secrets(text.path(i), Pointers.child(pointer, i), findings);
        }
    }

    ProvisionRequest request(String owner, Token token) {
        Map<String, String> labels = new HashMap<>();
        tree.path("labels").forEachEntry((key, value) -> labels.put(key, value.asString()));
        labels.put(Labels.OWNER, owner);
        labels.put(Labels.TOKEN, token.value());
        return new ProvisionRequest(
                token,
                labels,
                tree.path("init").valueStream().map(JsonNode::asString).toList(),
                tree.has("logicalId") ? new LogicalId(tree.path("logicalId").asString()) : null,
                tree.path("index").asInt(0),
                tree.path("attachments")
                        .valueStream()
                        .map(it -> new Attachment(
                                it.path("id").asString(), it.path("type").asString()))
                        .toList(),
                tree.path("properties"));
    }
}
