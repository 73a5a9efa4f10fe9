package dev.drover.provider.docker;

import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * A named volume that stays when its container goes, and is mounted in the next one.
 *
 * @param removed whether it goes with a container that goes for good
 */
record AttachedVolume(String id, String path, boolean readOnly, boolean removed) {
    /** The type of attachment that it is. */
    static final String TYPE = "volume";

    static List<AttachedVolume> of(JsonNode properties) {
        return properties
                .path("attachments")
                .valueStream()
                .map(it -> new AttachedVolume(
                        it.path("id").asString(),
                        it.path("path").asString(),
                        it.path("readOnly").asBoolean(false),
                        it.path("onDelete").asString("keep").equals("remove")))
                .toList();
    }

    static Set<String> mounted(JsonNode properties) {
        return of(properties).stream().map(AttachedVolume::id).collect(Collectors.toUnmodifiableSet());
    }

    Mount mount() {
        return new Mount()
                .withType(MountType.VOLUME)
                .withSource(id)
                .withTarget(path)
                .withReadOnly(readOnly);
    }
}
