package dev.drover.instance;

import dev.drover.provider.spi.LogicalId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which instances a person wants a group to take over.
 *
 * @param instances in the order of the body
 * @param revision what they run; null for what is declared
 */
record AdoptionWish(List<Wanted> instances, @Nullable Integer revision) {

    /**
     * One of them.
     *
     * @param id the provider's
     * @param logicalId which pet it is to be; null if nobody said
     */
    record Wanted(String id, @Nullable LogicalId logicalId) {}

    /** @param body valid according to its schema */
    static AdoptionWish of(ObjectNode body) {
        List<Wanted> instances = new ArrayList<>();
        body.path("instances").forEach(it -> instances.add(wanted(it)));
        return new AdoptionWish(
                instances, body.has("revision") ? body.path("revision").intValue() : null);
    }

    private static Wanted wanted(JsonNode it) {
        if (it.isString()) {
            return new Wanted(it.stringValue(), null);
        }
        String logicalId = it.path("logicalId").asString("");
        return new Wanted(it.path("id").asString(), logicalId.isBlank() ? null : new LogicalId(logicalId));
    }

    List<String> ids() {
        return instances.stream().map(Wanted::id).distinct().toList();
    }

    static String pointer(int position) {
        return "/instances/" + position;
    }
}
