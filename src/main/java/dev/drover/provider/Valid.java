package dev.drover.provider;

/** The answer to what is valid; what is not is a problem with violations. {@code valid} is always true. */
record Valid(boolean valid) {}
