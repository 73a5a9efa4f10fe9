package dev.drover.plan;

import static dev.drover.plan.Call.Kind.DESTROY;
import static dev.drover.plan.Call.Kind.DRAIN;
import static dev.drover.plan.Call.Kind.LABEL;
import static dev.drover.plan.Call.Kind.PROVISION;
import static dev.drover.plan.Call.Kind.UNLABEL;
import static dev.drover.plan.MemberRow.State.CREATING;
import static dev.drover.plan.MemberRow.State.LEAVING;
import static dev.drover.plan.MemberRow.State.RUNNING;

import dev.drover.plan.GroupState.Lifecycle;
import dev.drover.spec.MemberId;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes a plan down as the service does: all of it, or nothing if a row is not as it was planned on. */
final class Recording {
    private final Store store;
    private final Store.Snapshot planned;
    private final Instant now;

    Recording(Store store, Store.Snapshot planned) {
        this.store = store;
        this.planned = planned;
        this.now = planned.now();
    }

    boolean unmoved(Plan plan) {
        return plan.changes().stream().allMatch(this::unmoved)
                && plan.actions().stream().allMatch(this::unmoved);
    }

    private boolean unmoved(Change change) {
        return switch (change) {
            case Change.OutcomeUnknown it -> call(it.member(), it.kind());
            case Change.MemberBound it -> call(it.member(), PROVISION) && unbound(it.member());
            case Change.MemberLeaving it -> staying(it.member());
            case Change.MemberKept it ->
                store.row(it.member()).state == LEAVING
                        && (planned.member(it.member()).destroy() == null || call(it.member(), DESTROY));
            case Change.MemberCancelled it -> call(it.member(), PROVISION) && unbound(it.member());
            case Change.MemberEnded it -> mayEnd(planned.member(it.member()));
            case Change.MemberAbandoned it -> mayBeAbandoned(planned.member(it.member()));
            case Change.Restamped it -> call(it.member(), it.kind());
            case Change.DrainGivenUp it -> call(it.member(), DRAIN);
            case Change.RolloutChanged it -> true;
            case Change.RevisionProven it -> true;
            case Change.RolledBack it -> true;
            case Change.GroupDeleted it -> store.lifecycle != Lifecycle.RELEASING;
            case Change.GroupReleased it -> store.lifecycle == Lifecycle.RELEASING;
        };
    }

    private boolean unmoved(Action action) {
        return switch (action) {
            case Action.Provision it -> true;
            case Action.ProvisionAgain it -> call(it.member(), PROVISION);
            case Action.Drain it ->
                mayLeave(planned.member(it.member()), DRAIN)
                        && (!it.why().repair() || sameSeen(planned.member(it.member())));
            case Action.Label it -> sameCall(planned.member(it.member()), LABEL);
            case Action.Destroy it ->
                mayLeave(planned.member(it.member()), DESTROY)
                        && (!it.why().repair() || sameSeen(planned.member(it.member())));
            case Action.Unlabel it -> true; // written with the end of its member
        };
    }

    private boolean mayBeAbandoned(Member member) {
        return store.row(member.id()).isBound() == (member.bound() != null)
                && Stream.of(Call.Kind.values()).allMatch(it -> sameCall(member, it));
    }

    private boolean mayEnd(Member member) {
        MemberRow row = store.row(member.id());
        return member.bound() == null
                ? call(member.id(), PROVISION) && unbound(member.id())
                : row.isBound() && (member.detached() ? sameCall(member, DESTROY) : row.state == LEAVING);
    }

    private boolean sameCall(Member member, Call.Kind kind) {
        return member.call(kind) == null ? store.row(member.id()).action(kind) == null : call(member.id(), kind);
    }

    private boolean mayLeave(Member member, Call.Kind kind) {
        return (member.leaving() != null || staying(member.id())) && sameCall(member, kind);
    }

    /** A repair that begins rests on what was seen of the instance. */
    private boolean sameSeen(Member member) {
        MemberRow row = store.row(member.id());
        Bound bound = Objects.requireNonNull(member.bound());
        return member.leaving() != null
                || (Objects.equals(row.missingSince, bound.missingSince())
                        && row.phase == bound.phase()
                        && Objects.equals(row.probe, bound.probe())
                        && Objects.equals(row.report, bound.report()));
    }

    private boolean staying(MemberId id) {
        MemberRow row = store.row(id);
        return row.state == CREATING || row.state == RUNNING;
    }

    private boolean unbound(MemberId id) {
        MemberRow row = store.row(id);
        return (row.state == CREATING || row.state == LEAVING) && !row.isBound();
    }

    private boolean call(MemberId id, Call.Kind kind) {
        return action(id, kind)
                .unmoved(Objects.requireNonNull(planned.member(id).call(kind)));
    }

    private ActionRow action(MemberId id, Call.Kind kind) {
        return Objects.requireNonNull(store.row(id).action(kind));
    }

    void write(Plan plan, long epoch) {
        plan.changes().forEach(it -> write(it, epoch));
        for (Action action : plan.actions()) {
            switch (action) {
                case Action.Provision it -> store.add(it, now, epoch, planned.commands());
                case Action.ProvisionAgain it -> action(it.member(), PROVISION).again(epoch, planned.commands());
                case Action.Drain it -> drain(store.row(it.member()), it.why(), epoch);
                case Action.Label it -> act(store.row(it.member()), LABEL, epoch);
                case Action.Destroy it -> {
                    leave(store.row(it.member()), it.why());
                    act(store.row(it.member()), DESTROY, epoch);
                }
                case Action.Unlabel it -> act(store.ended(it.member()), UNLABEL, epoch);
            }
        }
    }

    private void write(Change change, long epoch) {
        switch (change) {
            case Change.OutcomeUnknown it -> {
                ActionRow action = action(it.member(), it.kind());
                action.close(Call.State.UNKNOWN, now);
                action.doubt = true;
            }
            case Change.MemberBound it -> {
                MemberRow row = store.row(it.member());
                row.bind(it.instance(), now);
                row.create.close(Call.State.DONE, now);
                row.create.accepted = true;
            }
            case Change.MemberLeaving it -> store.row(it.member()).leave(it.why(), now);
            case Change.MemberKept it -> {
                MemberRow row = store.row(it.member());
                cancelPlanned(row.destroy);
                cancelPlanned(row.drain);
                row.keep();
            }
            case Change.MemberCancelled it -> {
                MemberRow row = store.row(it.member());
                row.create.close(Call.State.CANCELLED, now);
                store.end(row);
            }
            case Change.MemberEnded it -> {
                MemberRow row = store.row(it.member());
                if (!row.isBound()) {
                    row.create.close(Call.State.FAILED, now);
                }
                closeOpen(row.drain);
                closeOpen(row.label);
                if (it.tombstone() == Change.Tombstone.RELEASED) {
                    cancelPlanned(row.destroy);
                    row.keep();
                }
                store.end(row);
            }
            case Change.MemberAbandoned it -> {
                MemberRow row = store.row(it.member());
                Stream.of(Call.Kind.values()).map(row::action).forEach(this::closeOpen);
                store.end(row);
            }
            case Change.Restamped it -> {
                ActionRow action = action(it.member(), it.kind());
                action.epoch = epoch;
                action.commandsSeen = planned.commands();
            }
            case Change.DrainGivenUp it -> action(it.member(), DRAIN).close(Call.State.CANCELLED, now);
            case Change.RolloutChanged it -> store.rollout = it.rollout();
            case Change.RevisionProven it -> store.prove(it.revision());
            case Change.RolledBack it -> store.rollBack(it.revision(), now);
            case Change.GroupDeleted it -> store.deleted = true;
            case Change.GroupReleased it -> store.deleted = true;
        }
    }

    private void cancelPlanned(@Nullable ActionRow action) {
        if (action != null && action.is(Call.State.PLANNED)) {
            action.close(Call.State.CANCELLED, now);
        }
    }

    private void closeOpen(@Nullable ActionRow action) {
        if (action != null && action.is(Call.State.PLANNED, Call.State.CALLED, Call.State.UNKNOWN)) {
            action.close(Call.State.FAILED, now);
        }
    }

    private void drain(MemberRow row, Why why, long epoch) {
        leave(row, why);
        if (row.drain == null || row.drain.is(Call.State.CANCELLED)) {
            row.drainSince = now;
        }
        act(row, DRAIN, epoch);
    }

    private void leave(MemberRow row, Why why) {
        if (row.state != LEAVING) {
            row.leave(why, now);
        }
    }

    private void act(MemberRow row, Call.Kind kind, long epoch) {
        ActionRow before = row.action(kind);
        if (before != null) {
            before.again(epoch, planned.commands());
            return;
        }
        ActionRow action = new ActionRow(store.newToken(), row, kind, epoch, planned.commands());
        switch (kind) {
            case DRAIN -> row.drain = action;
            case LABEL -> row.label = action;
            case DESTROY -> row.destroy = action;
            case UNLABEL -> row.unlabel = action;
            case PROVISION -> throw new IllegalStateException("a member has one create");
        }
    }
}
