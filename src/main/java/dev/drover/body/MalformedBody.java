package dev.drover.body;

/** A body that cannot be read at all. Its message says what is wrong, where, and what to do. */
public final class MalformedBody extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedBody(String message) {
        super(message);
    }

    static MalformedBody at(Place place, String message) {
        return new MalformedBody(place + ": " + message);
    }

    /** A place in a body, both counted from 1. */
    record Place(int line, int column) {
        @Override
        public String toString() {
            return "line " + line + ", column " + column;
        }
    }
}
