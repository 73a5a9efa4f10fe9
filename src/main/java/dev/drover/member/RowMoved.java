package dev.drover.member;

import org.springframework.dao.OptimisticLockingFailureException;

/** A row is not in the state any more on which a decision about it rests. The transaction is to be rolled back. */
public final class RowMoved extends OptimisticLockingFailureException {
    private static final long serialVersionUID = 1L;

    public RowMoved(String what, int expected, int found) {
        super(what + ": " + found + " of " + expected + " rows were in the state that was planned on");
    }

    /** Throws if a statement did not write every row that it should have. */
    public static void unless(int expected, int written, String what) {
        if (written != expected) {
            throw new RowMoved(what, expected, written);
        }
    }
}
