package dev.drover.imports;

import dev.drover.infrakit.ConfigurationHash;
import dev.drover.instance.Marks;

/** The tags that InfraKit puts on the instances of a group. */
final class InfrakitMarks {
    static final String GROUP = "infrakit.group";
    static final String LOGICAL_ID = "infrakit.logical_id";

    private InfrakitMarks() {}

    static Marks of(String group, String hash) {
        return new Marks("InfraKit for its group " + group, GROUP, group, ConfigurationHash.TAG, hash, LOGICAL_ID);
    }
}
