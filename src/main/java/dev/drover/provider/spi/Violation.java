package dev.drover.provider.spi;

/**
 * One thing that is wrong with what a user wrote.
 *
 * @param pointer JSON Pointer (RFC 6901) to the place; empty for the whole document
 * @param message a sentence that says what is expected
 */
public record Violation(String pointer, String message) {
    /** The same violation, seen from a document that holds this one at {@code prefix}. */
    public Violation within(String prefix) {
        return new Violation(prefix + pointer, message);
    }
}
