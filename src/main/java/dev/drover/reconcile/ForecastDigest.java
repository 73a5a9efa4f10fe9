package dev.drover.reconcile;

import dev.drover.group.ForecastView;
import dev.drover.group.Intended;
import dev.drover.spec.CanonicalJson;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells whether the same would happen: the generation that a declaration follows, the spec as declared, and the actions in their
 * order. It holds no instants, so that it lasts as long as nothing but time has passed.
 */
final class ForecastDigest {
    /** Of the form that is hashed. */
    private static final byte VERSION = 1;

    private ForecastDigest() {}

    static String of(Intended intended, List<ForecastView.Action> actions) {
        ObjectNode hashed = JsonNodeFactory.instance.objectNode();
        hashed.put("generation", intended.baseGeneration());
        hashed.set("spec", intended.tree());
        ArrayNode all = hashed.putArray("actions");
        actions.forEach(it ->
                all.addArray().add(it.action()).add(it.member()).add(it.why()).add(it.revision()));
        return "sha256:" + CanonicalJson.sha256(VERSION, hashed);
    }
}
