package dev.drover.provider.simulator;

import dev.drover.provider.spi.ProviderId;
import java.util.regex.Pattern;

/** Ids of instances: the number of their create, shuffled by the seed, so that no two are alike and none tells its number. */
final class InstanceIds {
    private static final String PREFIX = "sim-";
    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int DIGIT_BITS = 5;
    private static final int BITS = 8 * DIGIT_BITS;
    private static final long MASK = (1L << BITS) - 1;
    private static final long ODD =
            0x9E_3779_B97FL; // any odd number has an inverse, so that the product tells its factors
    private static final int ROUNDS = 3;
    private static final Pattern ID = Pattern.compile(PREFIX + "[" + DIGITS + "]{8}");

    private InstanceIds() {}

    /** Each step can be undone: two numbers below 2^40 never have one id. */
    static ProviderId of(long seed, long number) {
        long shuffled = number & MASK;
        for (int round = 0; round < ROUNDS; round++) {
            shuffled = (shuffled ^ (seed >>> round)) & MASK;
            shuffled = shuffled * ODD & MASK;
            shuffled ^= shuffled >>> (BITS / 2);
        }
        StringBuilder id = new StringBuilder(PREFIX);
        for (int shift = BITS - DIGIT_BITS; shift >= 0; shift -= DIGIT_BITS) {
            id.append(DIGITS.charAt((int) (shuffled >>> shift) & (DIGITS.length() - 1)));
        }
        return new ProviderId(id.toString());
    }

    /** Whether an instance could have this id. */
    static boolean isOne(String id) {
        return ID.matcher(id).matches();
    }
}
