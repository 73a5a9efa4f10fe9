package dev.drover.plan;

import java.time.Instant;

/** Decides what to do for one group. Pure: equal states and instants give equal plans. */
public final class Planner {
    private final Draft draft;

    private Planner(GroupState state, Instant now) {
        this.draft = new Draft(state, now);
    }

    /** The plan for a group in this state at this instant. */
    public static Plan plan(GroupState state, Instant now) {
        return new Planner(state, now).plan();
    }

    private Plan plan() {
        new Settle(draft).decide();
        new Undo(draft).decide();
        new Requested(draft).decide();
        new Advance(draft).decide();
        new Shrink(draft).decide(); // before fill and repair: no work on members that are about to leave
        new Fill(draft).decide();
        new Repair(draft).decide();
        new Roll(draft).decide();
        new Fill(draft).replacements();
        new Relabel(draft).decide();
        return new Outcome(draft).plan();
    }
}
