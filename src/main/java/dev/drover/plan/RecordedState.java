package dev.drover.plan;

import dev.drover.spec.MemberId;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a group is after its plan was recorded: each change and each action, as the tables would have it. */
final class RecordedState {
    private static final UUID NOBODYS = new UUID(0, 0);

    private final GroupState before;
    private final Instant now;
    private final NewIds ids;
    private final Map<MemberId, Member> members = new LinkedHashMap<>();
    private final Map<MemberId, Predecessor> unreplaced = new LinkedHashMap<>();
    private Declared declared;
    private @Nullable Rollout rollout;
    private boolean deleted;
    /** Whether new members will have work to stop: as those have that there are. */
    private final boolean drains;

    private RecordedState(GroupState before, Instant now, NewIds ids) {
        this.before = before;
        this.now = now;
        this.ids = ids;
        this.drains = before.members().stream().anyMatch(Member::drains);
        this.declared = before.declared();
        this.rollout = before.rollout();
        before.members().forEach(it -> members.put(it.id(), it));
        before.unreplaced().forEach(it -> unreplaced.put(it.id(), it));
    }

    /** The state that the plan leaves behind; null if it ends the group. */
    static @Nullable GroupState after(GroupState before, Plan plan, Instant now, NewIds ids) {
        if (plan.quiet()) {
            return before;
        }
        RecordedState after = new RecordedState(before, now, ids);
        plan.changes().forEach(after::apply);
        plan.actions().forEach(after::apply);
        return after.deleted ? null : after.state();
    }

    private GroupState state() {
        return Copies.of(
                before,
                declared,
                rollout,
                List.copyOf(members.values()),
                List.copyOf(unreplaced.values()),
                before.failures(),
                before.providers());
    }

    private void apply(Change change) {
        switch (change) {
            case Change.OutcomeUnknown it -> unknown(member(it.member()), it.kind());
            case Change.MemberBound it -> put(Copies.create(member(it.member()), unanswered(it.member())));
            case Change.MemberLeaving it -> put(leaving(member(it.member()), it.why(), null));
            case Change.MemberKept it -> put(Copies.leaving(member(it.member()), null, null));
            case Change.MemberCancelled it -> members.remove(it.member());
            case Change.MemberEnded it -> ended(member(it.member()));
            case Change.MemberAbandoned it -> members.remove(it.member());
            case Change.Restamped it -> restamped(member(it.member()), it.kind());
            case Change.DrainGivenUp it ->
                put(called(member(it.member()), Call.Kind.DRAIN, call -> Copies.call(call, Call.State.CANCELLED, now)));
            case Change.RolloutChanged it -> rollout = it.rollout();
            case Change.RevisionProven it -> declared = Copies.lastGood(declared, it.revision());
            case Change.RolledBack it -> rolledBack(it.revision());
            case Change.GroupDeleted it -> deleted = true;
            case Change.GroupReleased it -> deleted = true;
        }
    }

    private void apply(Action action) {
        switch (action) {
            case Action.Provision it -> provisioned(it);
            case Action.ProvisionAgain it ->
                put(Copies.create(
                        member(it.member()), Copies.call(member(it.member()).create(), Call.State.CALLED, now)));
            case Action.Drain it -> drained(member(it.member()), it.why());
            case Action.Label it -> labelled(member(it.member()));
            case Action.Destroy it -> destroyed(member(it.member()), it.why());
            case Action.Unlabel it -> {} // its member is gone already
        }
    }

    private void provisioned(Action.Provision action) {
        Action.NewMember made = action.member();
        put(new Member(
                ids.next(),
                made.index(),
                made.logicalId(),
                action.revision(),
                action.provider(),
                now,
                action.lineage(),
                Copies.call(planned(), Call.State.CALLED, now),
                null,
                null,
                null,
                drains,
                null,
                null,
                declared.labels(),
                null,
                false,
                Wishes.NONE));
        MemberId replaces = action.lineage().replaces();
        unreplaced.remove(replaces);
        Member leaver = members.get(replaces);
        if (leaver != null && leaver.leaving() != null) {
            Member.Leaving leaving = leaver.leaving();
            put(Copies.leaving(leaver, new Member.Leaving(leaving.since(), leaving.why(), true), leaver.destroy()));
        }
    }

    private void destroyed(Member member, Why why) {
        Call call = Objects.requireNonNullElseGet(member.destroy(), RecordedState::planned);
        put(leaving(member, why, Copies.call(call, Call.State.CALLED, now)));
    }

    private Member leaving(Member member, Why why, @Nullable Call destroy) {
        Member.Leaving since =
                Objects.requireNonNullElseGet(member.leaving(), () -> new Member.Leaving(now, why, false));
        return Copies.leaving(member, since, destroy == null ? member.destroy() : destroy);
    }

    private void drained(Member member, Why why) {
        Member.Drain before = member.drain();
        boolean first = before == null || before.call().state() == Call.State.CANCELLED;
        Call call = Copies.call(before == null ? planned() : before.call(), Call.State.CALLED, now);
        Member leaver = leaving(member, why, null);
        put(Copies.drain(
                leaver, leaver.leaving(), new Member.Drain(first || before == null ? now : before.since(), call)));
    }

    private void labelled(Member member) {
        Call call = Objects.requireNonNullElseGet(member.label(), RecordedState::planned);
        put(Copies.label(member, member.labelled(), Copies.call(call, Call.State.CALLED, now)));
    }

    private void unknown(Member member, Call.Kind kind) {
        put(called(member, kind, it -> Copies.call(it, Call.State.UNKNOWN, now)));
    }

    /** The member with one of its actions changed. */
    private static Member called(Member member, Call.Kind kind, UnaryOperator<Call> change) {
        Call call = change.apply(Objects.requireNonNull(member.call(kind)));
        return switch (kind) {
            case PROVISION -> Copies.create(member, call);
            case DRAIN ->
                Copies.drain(
                        member,
                        member.leaving(),
                        new Member.Drain(Objects.requireNonNull(member.drain()).since(), call));
            case LABEL -> Copies.label(member, member.labelled(), call);
            case DESTROY -> Copies.leaving(member, member.leaving(), call);
            case UNLABEL -> throw new IllegalArgumentException("begins when the member has ended");
        };
    }

    /** Found means made: whoever answers binds it. */
    private Call unanswered(MemberId member) {
        return Copies.call(member(member).create(), Call.State.UNKNOWN, now);
    }

    private void restamped(Member member, Call.Kind kind) {
        put(called(member, kind, Copies::unfenced));
    }

    private void ended(Member member) {
        members.remove(member.id());
        Member.Leaving leaving = member.leaving();
        if (member.bound() != null && leaving != null && leaving.why().repair() && !leaving.replaced()) {
            unreplaced.put(
                    member.id(),
                    new Predecessor(
                            member.id(),
                            member.logicalId(),
                            leaving.why(),
                            member.createdAt(),
                            leaving.since(),
                            member.lineage()));
        }
    }

    private void rolledBack(int revision) {
        declared = Copies.declared(declared, revision, provider(revision), true, declared.lastGood(), now);
    }

    private String provider(int revision) {
        Map<Integer, String> known = new HashMap<>();
        members.values().forEach(it -> known.put(it.revision(), it.provider()));
        known.put(before.admitted().revision(), before.admitted().provider());
        if (rollout != null) {
            known.put(rollout.from().revision(), rollout.from().provider());
        }
        return known.getOrDefault(revision, declared.provider());
    }

    private void put(Member member) {
        members.put(member.id(), member);
    }

    private Member member(MemberId id) {
        return Objects.requireNonNull(members.get(id), "a plan names a member that its state does not hold");
    }

    private static Call planned() {
        return new Call(NOBODYS, Call.State.PLANNED, 0, false, null, null, null, false, false, null);
    }
}
