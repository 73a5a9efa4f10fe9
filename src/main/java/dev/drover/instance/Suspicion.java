package dev.drover.instance;

import org.jspecify.annotations.Nullable;

/**
 * Why an instance should not be there.
 *
 * @param group whose it was made for; null if no group here is known by that name
 * @param member the number of the member that it was made for; null if that is not known
 * @param because a sentence for people, without its end
 */
record Suspicion(What what, @Nullable Long group, @Nullable Integer member, String because) {

    enum What {
        /** Its member's create was given up. */
        NEVER_CREATED,
        /** Its member ended with it, or so it was proven. */
        ENDED,
        /** Its member has another instance. */
        DUPLICATE,
        /** Nobody knows: it may be somebody else's, so that it is left alone. */
        UNKNOWN;

        boolean doomed() {
            return this != UNKNOWN;
        }
    }
}
