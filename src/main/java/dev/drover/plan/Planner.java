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

    /** The same plan, with what only a forecast has to know of how it was made. */
    static Look look(GroupState state, Instant now) {
        Planner planner = new Planner(state, now);
        return new Look(planner.plan(), planner.draft.nextChange(), planner.draft.stayingCount());
    }

    private Plan plan() {
        switch (draft.state.lifecycle()) {
            case ACTIVE, DELETING -> manage();
            case RELEASING -> new Settle(draft).decide();
            case ABANDONED -> new Abandon(draft).decide();
        }
        return new Outcome(draft).plan();
    }

    private void manage() {
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
    }

    /**
     * A plan and what is beside it.
     *
     * @param nextChange when time alone changes the answer; {@link Instant#MAX} if it never does
     * @param staying how many members are to stay, those that it makes included
     */
    record Look(Plan plan, Instant nextChange, int staying) {}
}
