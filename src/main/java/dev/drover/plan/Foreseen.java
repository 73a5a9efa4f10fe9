package dev.drover.plan;

import org.jspecify.annotations.Nullable;

/**
 * One action of a forecast.
 *
 * @param member an id; {@code new-1}, {@code new-2}, ... for members that are yet to be made
 * @param why null for a create that is only called again
 * @param revision that the member has, or gets
 */
public record Foreseen(Kind kind, String member, @Nullable Why why, int revision) {

    /** What is done to the provider. */
    public enum Kind {
        PROVISION("provision"),
        PROVISION_AGAIN("provisionAgain"),
        DRAIN("drain"),
        LABEL("label"),
        DESTROY("destroy");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** The name that users see. */
        public String text() {
            return text;
        }
    }
}
