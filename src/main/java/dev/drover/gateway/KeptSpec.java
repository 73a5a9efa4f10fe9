package dev.drover.gateway;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A group that was declared before, with what InfraKit says of it now. What InfraKit has no word for, like a probe, a label or a
 * protection, stays as it was declared: whoever commits an old file does not mean to take it away.
 */
final class KeptSpec {
    private static final String ALLOCATION = "allocation";
    private static final String UPDATE = "update";
    private static final String HEALTH = "health";
    private static final String HEALTHY_AFTER = "healthyAfter";
    private static final String MAX = "max";

    private KeptSpec() {}

    /**
     * @param declared as it was declared
     * @param said what InfraKit says, as a spec
     * @param updating whether that speaks of updates
     */
    static ObjectNode of(JsonNode declared, ObjectNode said, boolean updating) {
        ObjectNode spec = declared.deepCopy().asObject();
        spec.set("name", said.path("name"));
        spec.remove("instance");
        spec.remove("flavor");
        if (said.has("instance")) {
            spec.set("instance", said.path("instance"));
        }
        if (said.has("flavor")) {
            spec.set("flavor", said.path("flavor"));
        }
        allocation(spec, said);
        if (updating) {
            updating(spec, said);
        }
        return spec;
    }

    private static void allocation(ObjectNode spec, ObjectNode said) {
        if (said.path(ALLOCATION) instanceof ObjectNode wanted) {
            ObjectNode allocation = spec.withObjectProperty(ALLOCATION);
            JsonNode max = allocation.path(MAX);
            allocation.remove("size");
            allocation.remove("logicalIds");
            allocation.setAll(wanted);
            if (!max.isMissingNode()) {
                allocation.set(MAX, max);
            }
        }
    }

    private static void updating(ObjectNode spec, ObjectNode said) {
        JsonNode minReady = said.path(UPDATE).path("minReady");
        spec.withObjectProperty(UPDATE).set("minReady", minReady);
        if (said.has(HEALTH)) {
            spec.withObjectProperty(HEALTH).setAll(said.path(HEALTH).asObject());
        } else if (minReady.asString().equals("0s") && spec.path(HEALTH) instanceof ObjectNode health) {
            health.remove(HEALTHY_AFTER); // otherwise it is not InfraKit's to say
            if (health.isEmpty()) {
                spec.remove(HEALTH);
            }
        }
        if (said.has("drain")) {
            spec.set("drain", said.path("drain"));
        } else if (spec.path("drain").path("timeout").asString("").equals("0s")) {
            spec.remove("drain");
        }
    }
}
