package dev.drover.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One line of the table.
 *
 * @param what what was measured
 * @param unit of all its figures
 * @param goal what is to be reached, in words; empty if nothing is
 * @param rounds one figure for each round after warming up, in the order of measuring; at least one
 */
record Row(String what, String unit, String goal, List<Double> rounds) {
    Row {
        rounds = List.copyOf(rounds);
    }

    static Row of(String what, String unit, String goal, double... rounds) {
        return new Row(what, unit, goal, Arrays.stream(rounds).boxed().toList());
    }

    double median() {
        return quantile(0.5);
    }

    double least() {
        return quantile(0);
    }

    double greatest() {
        return quantile(1);
    }

    double quantile(double share) {
        double[] sorted =
                rounds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = (int) Math.floor(share * (sorted.length - 1));
        return share == 0.5 && sorted.length % 2 == 0 ? (sorted[middle] + sorted[middle + 1]) / 2 : sorted[middle];
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "%-66s %10s %-9s %12s .. %-10s n=%-4d %s",
                what,
                figure(median()),
                unit,
                figure(least()),
                figure(greatest()),
                rounds.size(),
                goal);
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.3f", value);
    }
}
