package dev.drover.plan;

import static dev.drover.plan.MemberRow.State.CREATING;
import static dev.drover.plan.MemberRow.State.LEAVING;
import static dev.drover.plan.MemberRow.State.RUNNING;

import dev.drover.spec.MemberId;
import java.time.Instant;
import java.util.Objects;

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
            case Change.OutcomeUnknown it -> call(it.member(), it.create());
            case Change.MemberBound it -> call(it.member(), true) && unbound(it.member());
            case Change.MemberLeaving it -> staying(it.member());
            case Change.MemberKept it ->
                store.row(it.member()).state == LEAVING
                        && (planned.member(it.member()).destroy() == null || call(it.member(), false));
            case Change.MemberCancelled it -> call(it.member(), true) && unbound(it.member());
            case Change.MemberEnded it -> mayEnd(planned.member(it.member()));
            case Change.Restamped it -> call(it.member(), it.create());
            case Change.RolloutChanged it -> true;
            case Change.RevisionProven it -> true;
            case Change.RolledBack it -> true;
            case Change.GroupDeleted it -> true;
        };
    }

    private boolean unmoved(Action action) {
        return switch (action) {
            case Action.Provision it -> true;
            case Action.ProvisionAgain it -> call(it.member(), true);
            case Action.Destroy it ->
                mayDestroy(planned.member(it.member()))
                        && (!it.why().repair() || sameSeen(planned.member(it.member())));
        };
    }

    private boolean mayEnd(Member member) {
        MemberRow row = store.row(member.id());
        return member.bound() == null
                ? call(member.id(), true) && unbound(member.id())
                : row.isBound() && (member.detached() ? unmovedDestroy(member) : row.state == LEAVING);
    }

    private boolean unmovedDestroy(Member member) {
        return member.destroy() == null ? store.row(member.id()).destroy == null : call(member.id(), false);
    }

    private boolean mayDestroy(Member member) {
        return (member.leaving() != null || staying(member.id())) && unmovedDestroy(member);
    }

    /** A repair that begins rests on what was seen of the instance. */
    private boolean sameSeen(Member member) {
        MemberRow row = store.row(member.id());
        Bound bound = Objects.requireNonNull(member.bound());
        return member.leaving() != null
                || (Objects.equals(row.missingSince, bound.missingSince())
                        && row.phase == bound.phase()
                        && Objects.equals(row.probe, bound.probe()));
    }

    private boolean staying(MemberId id) {
        MemberRow row = store.row(id);
        return row.state == CREATING || row.state == RUNNING;
    }

    private boolean unbound(MemberId id) {
        MemberRow row = store.row(id);
        return (row.state == CREATING || row.state == LEAVING) && !row.isBound();
    }

    private boolean call(MemberId id, boolean create) {
        Member member = planned.member(id);
        return action(id, create).unmoved(create ? member.create() : Objects.requireNonNull(member.destroy()));
    }

    private ActionRow action(MemberId id, boolean create) {
        MemberRow row = store.row(id);
        return create ? row.create : Objects.requireNonNull(row.destroy);
    }

    void write(Plan plan, long epoch) {
        plan.changes().forEach(it -> write(it, epoch));
        for (Action action : plan.actions()) {
            switch (action) {
                case Action.Provision it -> store.add(it, now, epoch, planned.commands());
                case Action.ProvisionAgain it -> action(it.member(), true).again(epoch, planned.commands());
                case Action.Destroy it -> destroy(store.row(it.member()), it.why(), epoch);
            }
        }
    }

    private void write(Change change, long epoch) {
        switch (change) {
            case Change.OutcomeUnknown it -> {
                ActionRow action = action(it.member(), it.create());
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
                if (row.destroy != null) {
                    row.destroy.close(Call.State.CANCELLED, now);
                }
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
                if (it.tombstone() == Change.Tombstone.RELEASED) {
                    row.keep();
                }
                store.end(row);
            }
            case Change.Restamped it -> {
                ActionRow action = action(it.member(), it.create());
                action.epoch = epoch;
                action.commandsSeen = planned.commands();
            }
            case Change.RolloutChanged it -> store.rollout = it.rollout();
            case Change.RevisionProven it -> store.prove(it.revision());
            case Change.RolledBack it -> store.rollBack(it.revision(), now);
            case Change.GroupDeleted it -> store.deleted = true;
        }
    }

    private void destroy(MemberRow row, Why why, long epoch) {
        if (row.state != LEAVING) {
            row.leave(why, now);
        }
        if (row.destroy == null) {
            row.destroy = new ActionRow(store.newToken(), row, false, epoch, planned.commands());
        } else {
            row.destroy.again(epoch, planned.commands());
        }
    }
}
