package dev.drover.chaos;

import java.util.function.Predicate;

/** Which machines without a member a world may end with: none, unless {@code -Dchaos.leftovers=true} says that all may. */
final class Leftovers {
    private Leftovers() {}

    static Predicate<Entry> tolerated() {
        boolean all = Boolean.getBoolean("chaos.leftovers");
        return it -> all;
    }
}
