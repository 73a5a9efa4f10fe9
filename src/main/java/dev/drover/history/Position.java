package dev.drover.history;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in history: everything up to this event. Written as the event's id.
 *
 * @param tx the transaction that wrote the event; all 64 bits are its number
 * @param id the event's number, larger than that of every event before it in its transaction
 */
record Position(long tx, long id) implements Comparable<Position> {
    /** Before everything. */
    static final Position BEGINNING = new Position(0, 0);

    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,20})\\.(\\d{1,19})");
    private static final Comparator<Position> ORDER =
            ((Comparator<Position>) (a, b) -> Long.compareUnsigned(a.tx, b.tx)).thenComparingLong(Position::id);

    /** Empty if that is no event's id. */
    static Optional<Position> parse(String text) {
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(of(written.group(1), Long.parseLong(written.group(2))));
        } catch (NumberFormatException larger) {
            return Optional.empty();
        }
    }

    static Position of(String tx, long id) {
        return new Position(Long.parseUnsignedLong(tx), id);
    }

    /** The transaction as the database reads it. */
    String transaction() {
        return Long.toUnsignedString(tx);
    }

    boolean isBefore(Position other) {
        return compareTo(other) < 0;
    }

    Position earlier(Position other) {
        return isBefore(other) ? this : other;
    }

    Position later(Position other) {
        return isBefore(other) ? other : this;
    }

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return transaction() + "." + id;
    }
}
