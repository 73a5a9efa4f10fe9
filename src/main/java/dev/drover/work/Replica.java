package dev.drover.work;

import java.util.UUID;

/** This process, among all that share the database. */
public final class Replica {
    /** New at every start. */
    public static final String ID = UUID.randomUUID().toString();

    private Replica() {}
}
