package dev.drover.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What a user declares of a group, with defaults filled in.
 *
 * @param health how members are probed; null if nothing but provider and flavor judge them
 */
public record GroupSpec(
        GroupName name,
        Map<String, String> labels,
        Allocation allocation,
        Part instance,
        Part flavor,
        @Nullable HealthPolicy health,
        UpdatePolicy update,
        RepairPolicy repair,
        ScaleIn scaleIn,
        DrainPolicy drain,
        Protection protection) {
    public GroupSpec {
        labels = Map.copyOf(labels);
    }

    /** How long a new member may take to become healthy. */
    public java.time.Duration startup() {
        return Optional.ofNullable(health).map(HealthPolicy::startup).orElse(HealthPolicy.DEFAULT_STARTUP);
    }

    /**
     * How many members there are to be.
     *
     * @param size null keeps the current size of cattle; that of pets is the number of their ids
     * @param logicalIds of pets, in their order; null for cattle
     */
    public record Allocation(
            @Nullable Integer size,
            int min,
            int max,
            @Nullable List<String> logicalIds) {
        public static final int DEFAULT_MAX = 1000;

        public Allocation {
            logicalIds = logicalIds == null ? null : List.copyOf(logicalIds);
        }

        public boolean pets() {
            return logicalIds != null;
        }

        public Allocation withSize(int newSize) {
            return new Allocation(newSize, min, max, logicalIds);
        }
    }

    /**
     * What may not happen to a group.
     *
     * @param delete whether deleting it is refused
     */
    public record Protection(boolean delete) {}

    /** One half of a machine template: who makes it, and what of it. Templates in {@code properties} are not resolved. */
    public record Part(String provider, JsonNode properties) {
        public static final String DEFAULT_FLAVOR = "vanilla";

        /** The flavor of a spec that names none. */
        public static Part defaultFlavor() {
            return new Part(DEFAULT_FLAVOR, JsonNodeFactory.instance.objectNode());
        }
    }
}
