package dev.drover.instance;

import dev.drover.provider.spi.Instance;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How whoever made the instances of a group before marked them.
 *
 * @param maker who that was, and for what, as the end of a sentence: "InfraKit for its group workers"
 * @param key the label that says to which group an instance belongs
 * @param group its value
 * @param hashKey the label that says what an instance was made from
 * @param hash its value on those that were made from what is declared
 * @param logicalIdKey the label that says which pet an instance is
 */
public record Marks(String maker, String key, String group, String hashKey, String hash, String logicalIdKey) {
    Map<String, String> selector() {
        return Map.of(key, group);
    }

    /** Null if it does not say. */
    @Nullable
    String hash(Instance it) {
        return it.labels().get(hashKey);
    }

    /** Null if it does not say. */
    @Nullable
    String logicalId(Instance it) {
        return it.labels().get(logicalIdKey);
    }
}
