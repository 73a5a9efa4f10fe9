package dev.drover.chaos;

import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/** What befalls calls, drawn from a seed: the n-th draw of a kind is the same in every run with one seed and one climate. */
final class Weather {
    private final long seed;
    private final Map<Fault.Op, Integer> draws = new ConcurrentHashMap<>();
    private volatile Map<Fault, Double> climate = Map.of();

    Weather(long seed) {
        this.seed = seed;
    }

    /** @param rates how probable each fault is, from 0 to 1, for each call of its kind */
    void change(Map<Fault, Double> rates) {
        climate = Map.copyOf(rates);
    }

    Random dice(Fault.Op op) {
        int number = draws.merge(op, 1, Integer::sum);
        Random random = new Random(seed * 31 + op.name().hashCode() * 1_000_003L + number);
        random.nextInt();
        return random;
    }

    /** What befalls this call. */
    Optional<Fault> of(Fault.Op op) {
        double left = dice(op).nextDouble();
        for (Fault fault : Fault.values()) {
            if (fault.op == op) {
                left -= rate(fault);
                if (left < 0) {
                    return Optional.of(fault);
                }
            }
        }
        return Optional.empty();
    }

    boolean happens(Fault fault) {
        return dice(Fault.Op.NONE).nextDouble() < rate(fault);
    }

    private double rate(Fault fault) {
        return climate.getOrDefault(fault, 0.0);
    }
}
