package dev.drover.provider.docker;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code 512m} as people write it for Docker: a number of bytes, or with k, m or g of 1024 each. */
final class Bytes {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,15})([kmg]?)b?");
    private static final String UNITS = "kmg";
    private static final int SHIFT = 10;

    private Bytes() {}

    /** @throws IllegalArgumentException if it is no such text, or too large for a number of bytes */
    static long parse(String text) {
        Matcher matcher = TEXT.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("expected bytes like 512m, found " + text);
        }
        long number = Long.parseLong(matcher.group(1));
        String unit = matcher.group(2);
        try {
            return unit.isEmpty() ? number : Math.multiplyExact(number, 1L << (SHIFT * (UNITS.indexOf(unit) + 1)));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("expected bytes like 512m, found " + text, e);
        }
    }
}
