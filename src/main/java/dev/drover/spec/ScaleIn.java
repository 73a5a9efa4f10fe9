package dev.drover.spec;

/** Who leaves first when a group gets smaller, among members that would be missed alike. */
public enum ScaleIn {
    OLDEST,
    NEWEST
}
