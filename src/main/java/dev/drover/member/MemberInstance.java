package dev.drover.member;

import dev.drover.spec.MemberId;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An instance that a member has now, as far as is known.
 *
 * @param instance the provider's id of it
 * @param logicalId null for cattle
 */
public record MemberInstance(
        MemberId member, String instance, @Nullable String logicalId, Map<String, String> labels) {
    public MemberInstance {
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    }
}
