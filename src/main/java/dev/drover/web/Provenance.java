package dev.drover.web;

import org.jspecify.annotations.Nullable;

/**
 * Where a change comes from, in the words of whoever made it.
 *
 * @param message why it is made, at most 1000 characters
 * @param commit what it is made from, at most 100 characters without spaces
 * @param url where to read about it: an absolute http or https URL of at most 2000 characters
 */
public record Provenance(
        @Nullable String message,
        @Nullable String commit,
        @Nullable String url) {}
