package dev.drover.member;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * All members of a provider as a listing is to find them, in some forty bytes each and with no object for any of them. Most
 * are found to be as they were; only the others are then read in full. For one thread.
 */
final class Picture {
    /** Its instance must be in the listing. */
    static final int EXPECTED = 1;
    /** It is to go, so that its absence is no surprise. */
    static final int LEAVING = 2;
    /** An earlier listing lacked its instance. */
    static final int MISSING = 4;
    /** It has no instance yet, and this listing need not note one: see {@link ListedMember#asked}, or one was seen already. */
    static final int UNASKED = 8;

    private static final int SEEN = 16;
    private static final int NOBODY = -1;

    private long[] high = new long[64];
    private long[] low = new long[64];
    private long[] looks = new long[64];
    private byte[] flags = new byte[64];
    private int count;
    /** Open addressing: each cell holds a row or nobody, at most half of them a row. */
    private int[] cells = nobody(128);

    /** @param look its {@link Fingerprint}; {@link Fingerprint#NONE} if no instance can look as it does */
    void add(UUID token, long look, int flagged) {
        if (count == high.length) {
            grow();
        }
        high[count] = token.getMostSignificantBits();
        low[count] = token.getLeastSignificantBits();
        looks[count] = look;
        flags[count] = (byte) flagged;
        place(count++);
    }

    /**
     * Takes note of an instance that carries this token and is not gone.
     *
     * @return whether it may differ from what is stored
     */
    boolean differs(UUID token, long look) {
        int row = row(token);
        if (row == NOBODY || (flags[row] & UNASKED) != 0) {
            return false;
        }
        if (looks[row] != look) {
            return true;
        }
        flags[row] |= SEEN;
        return false;
    }

    /** Whether a member had this token when the picture was taken. */
    boolean has(UUID token) {
        return row(token) != NOBODY;
    }

    /** The listing shows the instance of this member. */
    void seen(UUID token) {
        int row = row(token);
        if (row != NOBODY) {
            flags[row] |= SEEN;
        }
    }

    /** The tokens of members that should have been in the listing and were not, for the first time. */
    List<UUID> vanished() {
        List<UUID> tokens = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            if ((flags[row] & (EXPECTED | MISSING | SEEN)) == EXPECTED) {
                tokens.add(new UUID(high[row], low[row]));
            }
        }
        return tokens;
    }

    /** Whether there are at least two members that should be in the listing and stay, and it showed none of them. */
    boolean allMissing() {
        int expected = 0;
        int seen = 0;
        for (int row = 0; row < count; row++) {
            if ((flags[row] & (EXPECTED | LEAVING)) == EXPECTED) {
                expected++;
                seen += (flags[row] & SEEN) == 0 ? 0 : 1;
            }
        }
        return expected >= 2 && seen == 0;
    }

    private int row(UUID token) {
        int cell = cell(token.getLeastSignificantBits());
        while (cells[cell] != NOBODY) {
            int row = cells[cell];
            if (low[row] == token.getLeastSignificantBits() && high[row] == token.getMostSignificantBits()) {
                return row;
            }
            cell = (cell + 1) & (cells.length - 1);
        }
        return NOBODY;
    }

    private void place(int row) {
        int cell = cell(low[row]);
        while (cells[cell] != NOBODY) {
            cell = (cell + 1) & (cells.length - 1);
        }
        cells[cell] = row;
    }

    /** Tokens are random, but for those of tests. */
    private int cell(long bits) {
        return (int) ((bits * 0x9E3779B97F4A7C15L) >>> 32) & (cells.length - 1);
    }

    private void grow() {
        int larger = count * 2;
        high = Arrays.copyOf(high, larger);
        low = Arrays.copyOf(low, larger);
        looks = Arrays.copyOf(looks, larger);
        flags = Arrays.copyOf(flags, larger);
        cells = nobody(larger * 2);
        for (int row = 0; row < count; row++) {
            place(row);
        }
    }

    private static int[] nobody(int length) {
        int[] cells = new int[length];
        Arrays.fill(cells, NOBODY);
        return cells;
    }
}
