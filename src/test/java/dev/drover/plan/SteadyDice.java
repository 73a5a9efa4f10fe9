package dev.drover.plan;

import java.time.Duration;

/** No chance at all: everything takes half its longest time, the likelier thing happens, and numbers are handed out in order. */
final class SteadyDice extends Dice {
    private int next;

    SteadyDice() {
        super(0);
    }

    @Override
    boolean chance(double probability) {
        return probability >= 0.5;
    }

    @Override
    int below(int bound) {
        return next++ % bound;
    }

    @Override
    int between(int least, int most) {
        return least + (most - least) / 2;
    }

    @Override
    double fraction() {
        return 0.5;
    }

    @Override
    Duration upTo(Duration most) {
        return most.dividedBy(2);
    }

    @Override
    Duration seconds(int least, int most) {
        return Duration.ofMillis((least + most) * 500L);
    }
}
