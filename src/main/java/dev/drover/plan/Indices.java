package dev.drover.plan;

import dev.drover.provider.spi.LogicalId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Hands out the lowest indices that no member holds which has not ended. A pet gets the one that its id had before. */
final class Indices {
    private final Set<Integer> held = new HashSet<>();
    /** Of declared ids that have no member now. */
    private final Map<LogicalId, Integer> kept = new HashMap<>();

    private int lowest;

    Indices(Draft draft) {
        // A member that ends in this plan frees its index only for the next one, so that no two rows of one plan share
        // it.
        draft.state.members().forEach(it -> held.add(it.index()));
        draft.actions.forEach(it -> {
            if (it instanceof Action.Provision provision) {
                held.add(provision.member().index());
            }
        });
        List<LogicalId> declared = draft.state.declared().logicalIds();
        if (declared != null) {
            kept.putAll(draft.state.indices());
            kept.keySet().retainAll(declared);
            kept.values().removeIf(held::contains);
        }
    }

    int next() {
        while (kept.containsValue(lowest) || !held.add(lowest)) {
            lowest++;
        }
        return lowest;
    }

    int of(LogicalId id) {
        Integer before = kept.remove(id);
        return before != null && held.add(before) ? before : next();
    }
}
