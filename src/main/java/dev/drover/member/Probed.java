package dev.drover.member;

/**
 * Whether members of a group are probed, asked of its declaration as {@link dev.drover.spec.HealthPolicy#probes()} asks it: a policy
 * may say only how long members may take to start, and leave it to others to judge them.
 */
final class Probed {
    /** A condition on the declaration {@code d}; null, which is false, if its spec says nothing of health. */
    static final String SQL = "jsonb_exists_any(d.spec -> 'health', array['http', 'tcp', 'command'])";

    private Probed() {}
}
