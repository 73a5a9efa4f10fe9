package dev.drover.plan;

import org.jspecify.annotations.Nullable;

/**
 * What people want of one member.
 *
 * @param held nobody repairs it, rolls it or takes it away
 * @param shielded its machine is not taken away while it exists; one that is gone is still replaced
 * @param anew it is to be made anew, though its revision may be the right one
 * @param request what is to become of it at once; null if nothing
 */
public record Wishes(
        boolean held,
        boolean shielded,
        boolean anew,
        @Nullable Request request) {
    public static final Wishes NONE = new Wishes(false, false, false, null);

    /**
     * What is to become of a member at once.
     *
     * @param by who asked
     * @param keepsLabels whether an instance that is left alone keeps our labels, so that it can be adopted
     */
    public record Request(Kind kind, String by, boolean keepsLabels) {}

    public enum Kind {
        /** Its instance is left alone for ever. */
        DETACH,
        /** Its instance is destroyed. */
        DESTROY
    }

    /** Whether our labels are taken away from an instance that is left alone. */
    boolean unlabels() {
        return request != null && !request.keepsLabels();
    }

    boolean asks(Kind kind) {
        return request != null && request.kind() == kind;
    }
}
