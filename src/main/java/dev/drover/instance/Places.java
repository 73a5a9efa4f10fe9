package dev.drover.instance;

import dev.drover.provider.spi.LogicalId;
import dev.drover.spec.MemberId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Numbers and indices that are free in a group. For one thread. */
final class Places {
    private final Set<Integer> numbers;
    private final Set<Integer> indices;
    private final Map<LogicalId, Integer> pets;
    private final Map<LogicalId, Integer> kept;

    /**
     * @param numbers of all members, also of those that have ended
     * @param indices of those that have not
     * @param pets their numbers, by their ids
     * @param kept the indices that pets' ids had last
     */
    Places(Set<Integer> numbers, Set<Integer> indices, Map<LogicalId, Integer> pets, Map<LogicalId, Integer> kept) {
        this.numbers = new HashSet<>(numbers);
        this.indices = new HashSet<>(indices);
        this.pets = Map.copyOf(pets);
        this.kept = new HashMap<>(kept);
        this.kept.keySet().removeAll(pets.keySet());
    }

    /** Those of a group that is not there yet. */
    static Places none() {
        return new Places(Set.of(), Set.of(), Map.of(), Map.of());
    }

    /** How many members hold one. */
    int taken() {
        return indices.size();
    }

    /** The number of the living member that is this pet. */
    Optional<Integer> pet(LogicalId id) {
        return Optional.ofNullable(pets.get(id));
    }

    /** @param candidates numbers that may be taken already */
    int number(IntSupplier candidates) {
        int number;
        do {
            number = candidates.getAsInt() & (MemberId.NUMBERS - 1);
        } while (!numbers.add(number));
        return number;
    }

    /**
     * An index that is free from now on no more: a pet's own, the one that the instance was made with, for its ports may
     * follow from it, or else the lowest.
     */
    int index(@Nullable LogicalId pet, @Nullable Integer made) {
        Integer own = pet == null ? null : kept.remove(pet);
        if (own != null && indices.add(own)) {
            return own;
        }
        if (pet == null && made != null && made >= 0 && indices.add(made)) {
            return made;
        }
        int lowest = 0;
        while (kept.containsValue(lowest) || !indices.add(lowest)) {
            lowest++;
        }
        return lowest;
    }
}
