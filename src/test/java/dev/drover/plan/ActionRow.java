package dev.drover.plan;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of the journal. */
final class ActionRow {
    final UUID id;
    final MemberRow member;
    final Call.Kind kind;
    final boolean create;
    Instant notBefore = Instant.MIN;
    Call.State state = Call.State.PLANNED;
    int attempts;
    long epoch;

    @Nullable
    Instant calledAt;

    @Nullable
    Instant deadline;

    @Nullable
    Instant closedAt;

    boolean doubt;
    boolean accepted;

    @Nullable
    Instant soughtAt;

    @Nullable
    Instant seekAfter;
    /** How many commands the pass had seen that planned it; no column, only for the oracle. */
    int commandsSeen;

    ActionRow(UUID id, MemberRow member, Call.Kind kind, long epoch, int commandsSeen) {
        this.id = id;
        this.member = member;
        this.kind = kind;
        this.create = kind == Call.Kind.PROVISION;
        this.epoch = epoch;
        this.commandsSeen = commandsSeen;
    }

    Call read(long fence) {
        return new Call(id, state, attempts, epoch < fence, calledAt, deadline, closedAt, doubt, accepted, soughtAt);
    }

    boolean is(Call.State... states) {
        for (Call.State it : states) {
            if (it == state) {
                return true;
            }
        }
        return false;
    }

    /** What every statement of a pass asks: is the row as it was when the plan was made? */
    boolean unmoved(Call planned) {
        return state == planned.state() && attempts == planned.attempts();
    }

    void again(long newEpoch, int commands) {
        state = Call.State.PLANNED;
        notBefore = Instant.MIN;
        epoch = newEpoch;
        soughtAt = null;
        seekAfter = null;
        commandsSeen = commands;
    }

    void close(Call.State to, Instant now) {
        state = to;
        closedAt = now;
    }

    void called(Instant now, Instant until) {
        state = Call.State.CALLED;
        attempts++;
        calledAt = now;
        deadline = until;
        closedAt = null;
        soughtAt = null;
        seekAfter = null;
    }
}
