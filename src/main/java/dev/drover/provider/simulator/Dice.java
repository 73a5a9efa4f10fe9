package dev.drover.provider.simulator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;

/**
 * Falls the same way each time: every roll is a hash of the seed, of what is decided about, and of the question.
 *
 * @param subject what the question is about: the number of a create, the id of an instance
 */
record Dice(long seed, String subject) {
    private static final int UNUSED_BITS = Long.SIZE - 53; // what a double cannot hold
    private static final double ONE = 1L << 53;

    static Dice ofCreate(long seed, long number) {
        return new Dice(seed, "create " + number);
    }

    /** From 0 up to, and without, 1. */
    double roll(String question) {
        byte[] hash = sha256().digest((seed + "/" + subject + "/" + question).getBytes(StandardCharsets.UTF_8));
        long bits = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            bits = bits << Byte.SIZE | (hash[i] & 0xff);
        }
        return (bits >>> UNUSED_BITS) / ONE;
    }

    boolean hits(double share, String question) {
        return roll(question) < share;
    }

    /** A time to wait for what happens at any moment alike: exponential, with this mean. */
    Duration lifetime(Duration mean) {
        return Duration.ofMillis(Math.round(-mean.toMillis() * Math.log1p(-roll("lifetime"))));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
