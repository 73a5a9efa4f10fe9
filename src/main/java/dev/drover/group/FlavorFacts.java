package dev.drover.group;

import dev.drover.provider.spi.Attachment;
import java.util.List;
import java.util.Map;

/**
 * What a flavor puts on every instance, as far as the declaration says it.
 *
 * @param tags labels beside those of the group
 */
record FlavorFacts(Map<String, String> tags, List<Attachment> attachments) {
    FlavorFacts {
        tags = Map.copyOf(tags);
        attachments = List.copyOf(attachments);
    }
}
