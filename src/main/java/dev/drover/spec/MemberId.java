package dev.drover.spec;

import java.util.Optional;

/**
 * A member's id, short enough to type: {@code web-7k3f9q}, the group's name and 30 bits in Crockford's base 32.
 *
 * @param number 0 to 2^30 - 1, unique within the group for ever
 */
public record MemberId(GroupName group, int number) implements Comparable<MemberId> {
    public static final int NUMBERS = 1 << 30;
    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int LENGTH = 6;

    public MemberId {
        if (number < 0 || number >= NUMBERS) {
            throw new IllegalArgumentException("a member's number must be from 0 to 2^30 - 1, it is " + number);
        }
    }

    /** Reads an id as it is printed; empty if it cannot be one. */
    public static Optional<MemberId> parse(String text) {
        int dash = text.length() - LENGTH - 1;
        if (dash < 1 || text.charAt(dash) != '-' || !GroupName.isValid(text.substring(0, dash))) {
            return Optional.empty();
        }
        int number = 0;
        for (int i = dash + 1; i < text.length(); i++) {
            int digit = DIGITS.indexOf(text.charAt(i));
            if (digit < 0) {
                return Optional.empty();
            }
            number = (number << 5) | digit;
        }
        return Optional.of(new MemberId(new GroupName(text.substring(0, dash)), number));
    }

    @Override
    public int compareTo(MemberId other) {
        int byGroup = group.compareTo(other.group);
        return byGroup != 0 ? byGroup : Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
        var digits = new char[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            digits[LENGTH - 1 - i] = DIGITS.charAt((number >> (5 * i)) & 31);
        }
        return group + "-" + new String(digits);
    }
}
