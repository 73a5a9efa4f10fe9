package dev.drover.plan;

import java.time.Instant;

/**
 * How the members of a group come to a revision.
 *
 * @param number counts the group's rollouts, from 1
 * @param from what new members were before it, and are until it is promoted
 * @param target the revision that all members are to have
 * @param since when the step began
 * @param marks what it has reached at most
 * @param progressAt when it reached that
 * @param promoted whether new members may be of the target revision without limit
 * @param endedAt when it ended, or began if it has not
 * @param because why it ended, or what it waits for; empty if there is nothing to say
 */
public record Rollout(
        long number,
        Template from,
        Template target,
        State state,
        Step step,
        Instant since,
        Marks marks,
        Instant progressAt,
        boolean promoted,
        Instant endedAt,
        String because) {

    /** Whether it is yet to end: at work, or paused by a person. */
    public boolean underWay() {
        return state == State.RUNNING || state == State.PAUSED;
    }

    boolean running() {
        return state == State.RUNNING;
    }

    Rollout step(Step next, Instant now) {
        return new Rollout(
                number, from, target, state, next, now, marks, now, promoted || next == Step.ROLL, endedAt, "");
    }

    Rollout reached(Marks reached, Instant now) {
        return new Rollout(number, from, target, state, step, since, reached, now, promoted, endedAt, because);
    }

    Rollout ended(State ending, Instant now, String why) {
        return new Rollout(number, from, target, ending, step, since, marks, progressAt, promoted, now, why);
    }

    /** What became of it. */
    public enum State {
        RUNNING,
        /** By a person. */
        PAUSED,
        FAILED,
        SUCCEEDED,
        /** Another revision was declared. */
        SUPERSEDED
    }

    /** What it is about. */
    public enum Step {
        /** A few members get the revision first. */
        CANARY,
        /** They are watched. */
        BAKE,
        /** A person has to promote them. */
        PROMOTION,
        /** The others follow. */
        ROLL
    }

    /**
     * How far it has come. Each is progress once: a member that is ready again was ready before.
     *
     * @param bound the most members of the target revision that had an instance
     * @param ready the most of them that were ready
     * @param left the fewest members of other revisions
     */
    public record Marks(int bound, int ready, int left) {
        Marks and(Marks other) {
            return new Marks(Math.max(bound, other.bound), Math.max(ready, other.ready), Math.min(left, other.left));
        }
    }
}
