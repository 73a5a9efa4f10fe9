package dev.drover.web;

import org.jspecify.annotations.Nullable;

/**
 * Who asks for something.
 *
 * @param provenance where that comes from; null if nobody said
 */
public record Asker(String actor, @Nullable Provenance provenance) {}
