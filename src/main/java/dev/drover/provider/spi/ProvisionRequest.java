package dev.drover.provider.spi;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Everything that a provider needs to make one instance. It is stored before it is sent, and sent again as it was stored.
 *
 * @param labels all labels of the instance, Drover's own among them
 * @param init shell lines that run on the instance before its work begins, in order
 * @param logicalId the pet's identity; null for cattle
 * @param index the lowest number that no other member of the group holds, from 0
 * @param properties the {@code instance.properties} with their templates resolved
 */
public record ProvisionRequest(
        Token token,
        Map<String, String> labels,
        List<String> init,
        @Nullable LogicalId logicalId,
        int index,
        List<Attachment> attachments,
        JsonNode properties) {
    public ProvisionRequest {
        labels = Map.copyOf(labels);
        init = List.copyOf(init);
        attachments = List.copyOf(attachments);
    }
}
