package dev.drover.provider.spi;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Decides what an instance runs, whether it is healthy and how its work is stopped. The rules of {@link InstanceProvider}
 * about threads, repetition and failures hold here too.
 */
public interface FlavorProvider {
    /** Whether {@link #prepare} with these properties depends on its arguments alone, so that it may run inside a transaction. */
    boolean pure(JsonNode properties);

    /** The JSON Schema (2020-12) of {@code flavor.properties}. String values may hold templates. */
    JsonNode schema();

    /** What the schema cannot say about {@code properties}; pointers are relative to them. Empty if all is well. */
    List<Violation> validate(JsonNode properties, Allocation allocation);

    /**
     * The tags that this flavor puts on every instance. They are known from the declaration alone, so that a tag that
     * contradicts a label of the group is refused when it is declared.
     */
    Map<String, String> tags(JsonNode properties);

    /**
     * The attachments that this flavor puts on every instance, also on a successor. They are known from the declaration alone,
     * so that a provider that can attach nothing refuses them when they are declared. Strings may hold templates.
     */
    default List<Attachment> attachments(JsonNode properties) {
        return List.of();
    }

    /** Adds to the request what this flavor wants on the instance: labels, init lines, attachments. */
    ProvisionRequest prepare(JsonNode properties, ProvisionRequest request, Allocation allocation);

    /**
     * Whether this flavor has a say in the health of instances with these properties. It is known from the declaration alone,
     * without asking anybody, so that a member counts as unknown, not as healthy, until the first opinion. A flavor that does
     * not say is asked.
     */
    default boolean judges(JsonNode properties) {
        return true;
    }

    /**
     * This flavor's opinion on a running instance: once for each of the group's {@code health.interval}, and every second while
     * it is not healthy. It takes less than {@code health.timeout}, or is interrupted and counts as unknown.
     *
     * @throws ProviderFailure if it could not be asked, which counts as unknown
     */
    Opinion healthy(JsonNode properties, Instance instance);

    /**
     * Whether an instance with these properties has anything to drain. It is known from the declaration alone, so that members
     * without work to stop are destroyed without a question. A flavor that does not say is asked.
     */
    default boolean drains(JsonNode properties) {
        return true;
    }

    /**
     * Stops the instance's work. Asked again and again until it answers {@link Drain#DRAINED}. It never waits for the work to
     * end; asking takes seconds at most.
     *
     * @throws ProviderFailure if it could not be asked, or its answer says neither
     */
    Drain drain(JsonNode properties, Instance instance);

    /** How far a drain is. */
    enum Drain {
        DRAINED,
        DRAINING
    }

    /** What a flavor thinks of an instance's health. */
    sealed interface Opinion {
        record Healthy() implements Opinion {}

        record Unhealthy(String reason) implements Opinion {}

        record Unknown(String reason) implements Opinion {}

        /** This flavor does not judge health. */
        record None() implements Opinion {}
    }
}
