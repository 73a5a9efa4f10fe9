package dev.drover.instance;

import dev.drover.provider.spi.Instance;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An instance as its provider tells it, and what Drover knows of it.
 *
 * @param id the provider's; opaque
 * @param token null if it carries none
 * @param detail why it is in this phase, in the provider's words; null if there is nothing to say
 * @param logicalId null for cattle, and where nothing is known
 * @param member the live member that it belongs to; null if there is none
 * @param group the group of the member, or the one that its label names; null if there is none
 * @param standing what Drover does with it: a {@code member} is kept as declared, what is {@code released} is never touched,
 *     what is {@code ended}, {@code neverCreated} or a {@code duplicate} of a member's is destroyed, and what is {@code unknown} is left
 *     alone unless {@code drover.orphans.after} is set
 * @param orphan what becomes of it if it should not be there; null if it may be, or no listing has shown it yet
 */
record InstanceView(
        String id,
        @Nullable String token,

        @Schema(allowableValues = {"starting", "running", "stopped", "gone"})
        String phase,

        @Nullable String detail,
        List<String> addresses,
        Map<String, Integer> ports,
        Map<String, String> labels,
        @Nullable String logicalId,
        @Nullable String member,
        @Nullable String group,

        @Schema(allowableValues = {"member", "released", "ended", "neverCreated", "duplicate", "unknown"})
        String standing,

        @Nullable OrphanView orphan) {

    static InstanceView of(Instance it, Standing standing) {
        return new InstanceView(
                it.id().value(),
                it.token() == null ? null : it.token().value(),
                it.phase().name().toLowerCase(Locale.ROOT),
                it.detail(),
                it.addresses(),
                new TreeMap<>(it.ports()),
                new TreeMap<>(it.labels()),
                standing.logicalId(),
                standing.member(),
                standing.group(),
                standing.text(),
                standing.orphan());
    }
}
