package dev.drover.reconcile;

import dev.drover.plan.Rollout;
import dev.drover.plan.Template;
import java.time.Instant;

/** A rollout's row, with the providers of its revisions. */
record StoredRollout(
        long number,
        int fromRevision,
        String fromProvider,
        int revision,
        String provider,
        Rollout.State state,
        Rollout.Step step,
        Instant stepSince,
        Instant startedAt,
        int bound,
        int ready,
        int leftOver,
        Instant progressAt,
        boolean promoted,
        Instant endedAt,
        String because) {
    /** Of the group {@code g}, as JSON. */
    static final String NEWEST = """
            (select json_build_object(
                        'number', r.number, 'fromRevision', r.from_revision, 'fromProvider', rf.instance->>'provider',
                        'revision', r.revision, 'provider', rt.instance->>'provider', 'state', r.state, 'step', r.step,
                        'stepSince', r.step_since, 'startedAt', r.started_at, 'bound', r.bound, 'ready', r.ready,
                        'leftOver', r.left_over, 'progressAt', r.progress_at, 'promoted', r.promoted,
                        'endedAt', r.ended_at, 'because', r.because)
               from rollout r
               join revision rf on rf.group_id = r.group_id and rf.number = r.from_revision
               join revision rt on rt.group_id = r.group_id and rt.number = r.revision
              where r.group_id = g.id order by r.number desc limit 1)""";

    Rollout rollout() {
        return new Rollout(
                number,
                new Template(fromRevision, fromProvider),
                new Template(revision, provider),
                state,
                step,
                stepSince,
                new Rollout.Marks(bound, ready, leftOver),
                progressAt,
                promoted,
                endedAt,
                because);
    }
}
