package dev.drover.provider.simulator;

import java.util.List;

/**
 * What died.
 *
 * @param killed how many instances
 * @param instances their ids, at most the first hundred of them
 */
record KilledView(int killed, List<String> instances) {
    private static final int SHOWN = 100;

    static KilledView of(List<String> ids) {
        return new KilledView(ids.size(), ids.stream().sorted().limit(SHOWN).toList());
    }
}
