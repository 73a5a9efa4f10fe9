package dev.drover.group;

/** Foretells what becomes of a declaration. Who plans implements it: groups know nothing of plans. Safe for use by many threads. */
public interface Forecaster {

    /** Reads, in the caller's transaction, what there is of the group. */
    Outlook read(Intended intended);

    /** A group as it was read, and what is intended with it. */
    interface Outlook {
        /** Foretells it; needs no database. Equal readings give equal forecasts. */
        ForecastView look(Effort effort);
    }

    /** How far a forecast goes before it is cut off. */
    enum Effort {
        /** Beside something else: some milliseconds. */
        GLANCE,
        /** For a person who waits: up to a few seconds. Only digests of this are comparable. */
        THOROUGH
    }
}
