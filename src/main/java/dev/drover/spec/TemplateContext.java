package dev.drover.spec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the templates of one member may use.
 *
 * @param index the lowest number that no other member of the group holds, from 0
 * @param logicalId the pet's identity; null for cattle, whose templates must not use it
 * @param ports the member's ports by name, as far as they are known before it exists
 * @param labels the group's labels and the flavor's tags
 * @param size the declared number of members
 */
public record TemplateContext(
        MemberId member,
        int index,
        @Nullable String logicalId,
        Map<String, Integer> ports,
        Map<String, String> labels,
        int size) {
    public static final String ADDRESS = "member.address";
    public static final String PROVIDER_ID = "member.providerId";
    /** What is known of a member once it has an instance, and only then. */
    public static final Set<String> OF_INSTANCES = Set.of(ADDRESS, PROVIDER_ID);

    public TemplateContext {
        ports = Map.copyOf(ports);
        labels = Map.copyOf(labels);
    }

    /** Every variable by its whole name, so that a label's key may hold dots: {@code labels.app.kubernetes.io/name}. */
    public Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("group.name", member.group().value());
        variables.put("member.id", member.toString());
        variables.put("member.index", String.valueOf(index));
        if (logicalId != null) {
            variables.put("member.logicalId", logicalId);
        }
        variables.put("allocation.size", String.valueOf(size));
        ports.forEach((name, port) -> variables.put("ports." + name, String.valueOf(port)));
        labels.forEach((key, value) -> variables.put("labels." + key, value));
        return variables;
    }
}
