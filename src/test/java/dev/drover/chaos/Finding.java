package dev.drover.chaos;

/**
 * Something that must never be.
 *
 * @param invariant which promise is broken, as docs/reliability.md numbers them
 * @param about tokens, ids and names whose history belongs to it, separated by blanks
 */
record Finding(String invariant, String what, String about) {}
