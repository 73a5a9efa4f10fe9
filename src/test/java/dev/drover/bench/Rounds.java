package dev.drover.bench;

import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/**
 * How often everything is measured.
 *
 * @param warmUp rounds before the first that counts: the compiler of the JVM has to have seen it all
 * @param measured rounds that count
 */
record Rounds(int warmUp, int measured) {
    static final Rounds THOROUGH = new Rounds(20, 7);
    static final Rounds QUICK = new Rounds(3, 5);

    void warmUp(Runnable round) {
        IntStream.range(0, warmUp).forEach(it -> round.run());
    }

    double[] measure(DoubleSupplier round) {
        return IntStream.range(0, measured)
                .mapToDouble(it -> round.getAsDouble())
                .toArray();
    }
}
