package dev.drover.plan;

import java.util.HashSet;
import java.util.Set;

/** Hands out the lowest indices that no member holds which has not ended. */
final class Indices {
    private final Set<Integer> held = new HashSet<>();
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
    }

    int next() {
        while (!held.add(lowest)) {
            lowest++;
        }
        return lowest;
    }
}
