package dev.drover.web;

/**
 * An answer that can be had as text or HTML too. A mapping names that type, besides those of JSON and YAML, in its {@code produces};
 * the first of them is for callers who accept anything.
 */
public interface Rendered {
    /** The whole answer, of the one other type that the mapping names. */
    String rendered();
}
