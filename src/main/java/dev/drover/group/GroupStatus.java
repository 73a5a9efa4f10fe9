package dev.drover.group;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the last pass found of a group.
 *
 * @param observedGeneration the newest declaration that a pass has worked on
 * @param converged nothing to do, nothing in flight, nothing waited for
 * @param ready as many members of the declared revision are ready as declared
 * @param rollout the newest; null before the first
 * @param conditions those that hold; {@code Converged} and {@code Ready} always
 * @param waitingOn what the group waits for
 * @param lastErrors the newest failures of actions that still matter, newest first
 */
public record GroupStatus(
        long observedGeneration,
        boolean converged,
        boolean ready,
        Size size,
        Revisions revision,
        @Nullable Rollout rollout,
        List<Condition> conditions,
        List<Waiting> waitingOn,
        List<LastError> lastErrors) {

    /** Counts of members. {@code possible} counts every machine that may exist. */
    public record Size(int desired, int possible, int live, int ready, int updated, int unhealthy, int unknown) {}

    /**
     * Which revisions there are.
     *
     * @param current the oldest that a member has
     * @param admitted what new members are made from, but for a canary's
     * @param target what is declared
     */
    public record Revisions(int current, int admitted, int target) {}

    /**
     * How the members come to the declared revision.
     *
     * @param state running, paused, failed, succeeded or superseded
     * @param step canary, bake, promotion or roll
     * @param updated how many members with an instance have the declared revision
     * @param total how many are to have it
     */
    public record Rollout(long id, String state, String step, int updated, int total, Instant startedAt) {}

    /** Something typed that holds. {@code since} is when its status last changed. */
    public record Condition(String type, boolean status, String reason, String message, Instant since) {}

    /** Something that is waited for. {@code until} is when that ends by itself, at the latest; null if only an event ends it. */
    public record Waiting(
            String what, List<String> members, @Nullable Instant until) {}

    /** The failure of an action, in the provider's words. */
    public record LastError(@Nullable Instant at, String action, String message) {}
}
