package dev.drover.group;

import java.util.Locale;

/**
 * What became of a declaration.
 *
 * @param created whether the group is new
 */
public record Declared(long group, String name, boolean created, Extent change, long generation) {

    /** How far a declaration reaches: the greatest of what it changes. */
    public enum Extent {
        NONE,
        POLICY,
        SIZE,
        REVISION;

        static Extent of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
