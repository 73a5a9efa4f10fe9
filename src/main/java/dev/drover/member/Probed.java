package dev.drover.member;

/**
 * Whether a member is asked for its health: by a probe that its group's declaration has, as
 * {@link dev.drover.spec.HealthPolicy#probes()} says, or through the flavor of its template, if that has an opinion. A policy may say
 * only how long members may take to start, and leave it to others to judge them.
 */
final class Probed {
    /** A condition on the member {@code m} and its group's declaration {@code d}. */
    static final String SQL = """
            (coalesce(jsonb_exists_any(d.spec -> 'health', array['http', 'tcp', 'command']), false)
             or exists(select from revision r
                        where r.group_id = m.group_id and r.number = m.revision and r.judged))
            """;

    private Probed() {}
}
