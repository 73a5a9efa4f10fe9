package dev.drover.reconcile;

import dev.drover.database.Rows;
import dev.drover.group.RollBack;
import dev.drover.history.Event;
import dev.drover.history.EventType;
import dev.drover.member.Members;
import dev.drover.member.RowMoved;
import dev.drover.plan.Call;
import dev.drover.plan.Change;
import dev.drover.plan.GroupState;
import dev.drover.plan.Member;
import dev.drover.plan.Why;
import dev.drover.spec.MemberId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.JsonNodeFactory;

/** Writes down the facts that a plan decided: those of one kind in one statement. */
@Component
class RecordChanges {
    private final JdbcClient jdbc;
    private final Members members;
    private final Journal journal;
    private final RecordRollouts rollouts;
    private final RollBack rollBack;

    RecordChanges(JdbcClient jdbc, Members members, Journal journal, RecordRollouts rollouts, RollBack rollBack) {
        this.jdbc = jdbc;
        this.members = members;
        this.journal = journal;
        this.rollouts = rollouts;
        this.rollBack = rollBack;
    }

    void record(Loaded loaded, List<Change> changes, long epoch, List<Event> events) {
        Facts facts = new Facts(loaded, events);
        changes.forEach(facts::add);
        long group = loaded.id();
        journal.restamp(group, facts.restamped, epoch, loaded.now());
        journal.unknown(group, facts.unknown, epoch, loaded.now());
        journal.found(group, facts.found, epoch, loaded.now());
        journal.cancel(group, facts.cancelled, epoch, loaded.now());
        journal.close(group, facts.closed, epoch, loaded.now());
        members.bind(group, facts.bound, loaded.now());
        members.leave(group, facts.leavers, loaded.now());
        members.keep(group, facts.kept);
        members.release(group, facts.released, loaded.now());
        members.abandon(group, facts.abandoned, loaded.now());
        members.end(group, facts.ended, loaded.now());
        facts.rollouts.forEach(it -> rollouts.write(loaded, it, events));
        facts.proven.forEach(it -> rollouts.proven(group, it, loaded.now()));
        facts.rolledBack.forEach(it -> rollBack.bySystem(loaded.state().group(), it));
        if (facts.over != null) {
            endGroup(loaded, facts.over);
        }
    }

    /** RELEASING or DELETING → DELETED: its name is free. */
    private void endGroup(Loaded loaded, String from) {
        int written = jdbc.sql("""
                update fleet_group set state = 'DELETED', deleted_at = :now where id = :id and state = :from
                """)
                .param("id", loaded.id())
                .param("from", from)
                .param("now", Rows.timestamp(loaded.now()))
                .update();
        RowMoved.unless(1, written, "the group ends");
    }

    /** The facts of a plan, by what is to be written. */
    private static final class Facts {
        final List<Call> restamped = new ArrayList<>();
        final List<Call> unknown = new ArrayList<>();
        final List<Call> found = new ArrayList<>();
        final List<Call> cancelled = new ArrayList<>();
        final List<Call> closed = new ArrayList<>();
        final List<Members.Found> bound = new ArrayList<>();
        final List<Members.Leaver> leavers = new ArrayList<>();
        final List<Integer> kept = new ArrayList<>();
        final List<Members.End> released = new ArrayList<>();
        final List<Members.End> ended = new ArrayList<>();
        final List<Change.RolloutChanged> rollouts = new ArrayList<>();
        final List<Integer> proven = new ArrayList<>();
        final List<Integer> rolledBack = new ArrayList<>();
        final List<Members.End> abandoned = new ArrayList<>();
        /** The state from which the group is gone; null if it is not. */
        @Nullable
        String over;

        private final Loaded loaded;
        private final Map<MemberId, Member> members;
        private final List<Event> events;

        Facts(Loaded loaded, List<Event> events) {
            this.loaded = loaded;
            this.members = loaded.membersById();
            this.events = events;
        }

        void add(Change change) {
            switch (change) {
                case Change.OutcomeUnknown it -> unknown(member(it.member()), it.kind());
                case Change.MemberBound it -> bound(member(it.member()), it);
                case Change.MemberLeaving it -> leaving(member(it.member()), it.why());
                case Change.MemberKept it -> kept(member(it.member()));
                case Change.MemberCancelled it -> cancelled(member(it.member()), it.why());
                case Change.MemberEnded it -> ended(member(it.member()), it.tombstone());
                case Change.MemberAbandoned it -> abandoned(member(it.member()), it.tombstone());
                case Change.Restamped it -> restamped.add(call(member(it.member()), it.kind()));
                case Change.DrainGivenUp it -> drainGivenUp(member(it.member()));
                case Change.RolloutChanged it -> rollouts.add(it);
                case Change.RevisionProven it -> proven.add(it.revision());
                case Change.RolledBack it -> rolledBack.add(it.revision());
                case Change.GroupDeleted it -> deleted();
                case Change.GroupReleased it -> released();
            }
        }

        private void unknown(Member member, Call.Kind kind) {
            unknown.add(call(member, kind));
            tell(
                    member,
                    EventType.OUTCOME_UNKNOWN,
                    "no answer in time to the " + kind.text() + " of " + member.id() + ": it may have happened");
        }

        private void drainGivenUp(Member member) {
            cancelled.add(call(member, Call.Kind.DRAIN));
            tell(
                    member,
                    EventType.DRAIN_GIVEN_UP,
                    "the work of " + member.id()
                            + " has not stopped as far as anybody knows, and that is waited for no more");
        }

        private void bound(Member member, Change.MemberBound change) {
            bound.add(new Members.Found(member.id().number(), change.instance()));
            found.add(member.create());
            Event event = Event.caused(
                    loaded.id(),
                    member.id().number(),
                    EventType.INSTANCE_PROVISIONED,
                    loaded.now(),
                    member.id() + " is " + change.instance().id()
                            + ": its answer was lost, and the instance was found by its token");
            events.add(event.with(JsonNodeFactory.instance
                    .objectNode()
                    .put("phase", change.instance().phase().name().toLowerCase(Locale.ROOT))));
        }

        private void leaving(Member member, Why why) {
            leavers.add(new Members.Leaver(member.id().number(), why.name(), why.sentence(), Members.Seen.WHATEVER));
            tell(
                    member,
                    EventType.MEMBER_LEAVING,
                    member.id() + " is to be destroyed as soon as it is made: " + why.sentence());
        }

        private void kept(Member member) {
            planned(member, Call.Kind.DESTROY).ifPresent(cancelled::add);
            planned(member, Call.Kind.DRAIN).ifPresent(cancelled::add);
            kept.add(member.id().number());
            tell(member, EventType.MEMBER_KEPT, member.id() + " stays after all: it is wanted again");
        }

        private void cancelled(Member member, Why why) {
            cancelled.add(member.create());
            ended.add(end(member, false, Change.Tombstone.NEVER_CREATED, why.sentence()));
            tellAsked(
                    member,
                    EventType.MEMBER_CANCELLED,
                    member.id() + " is not made: " + why.sentence() + ", and nobody had called its provider");
        }

        private void ended(Member member, Change.Tombstone tombstone) {
            if (tombstone == Change.Tombstone.RELEASED) {
                released(member);
                return;
            }
            if (member.bound() == null) {
                closed.add(member.create());
            }
            closeOthers(member);
            ended.add(end(member, member.bound() != null, tombstone, sentence(member, tombstone)));
            tellAsked(member, EventType.MEMBER_ENDED, sentence(member, tombstone));
        }

        private void released(Member member) {
            planned(member, Call.Kind.DESTROY).ifPresent(cancelled::add);
            closeOthers(member);
            String because = (releasing() ? "released with its group by " : "detached by ") + asker(member)
                    + ": its instance is left alone" + toldToStop(member);
            released.add(end(member, true, Change.Tombstone.RELEASED, because));
            tellAsked(member, EventType.MEMBER_ENDED, member.id() + " has ended: " + because);
        }

        private boolean releasing() {
            return loaded.state().lifecycle() == GroupState.Lifecycle.RELEASING;
        }

        /** Nobody starts again what was told to stop. */
        private static String toldToStop(Member member) {
            Member.Drain drain = member.drain();
            return drain == null || drain.call().attempts() == 0
                    ? ""
                    : " as it is, though its work was told to stop at " + drain.since();
        }

        private void abandoned(Member member, Change.Tombstone tombstone) {
            Stream.of(Call.Kind.values())
                    .flatMap(it -> Stream.ofNullable(member.call(it)))
                    .filter(Call::open)
                    .forEach(it -> (it.state() == Call.State.PLANNED ? cancelled : closed).add(it));
            String because = "its group was abandoned: " + fate(tombstone);
            abandoned.add(end(member, member.bound() != null, tombstone, because));
            tell(member, EventType.MEMBER_ENDED, member.id() + " has ended: " + because);
        }

        private static String fate(Change.Tombstone tombstone) {
            return switch (tombstone) {
                case ENDED -> "should its instance be seen again, it is destroyed";
                case NEVER_CREATED -> "should an instance of its be seen, it is destroyed";
                case RELEASED -> "its instance is left alone";
            };
        }

        private static Members.End end(Member member, boolean bound, Change.Tombstone tombstone, String because) {
            return new Members.End(member.id().number(), bound, member.found() != null, tombstone.name(), because);
        }

        private static String sentence(Member member, Change.Tombstone tombstone) {
            return switch (tombstone) {
                case ENDED -> member.id() + " has ended: a listing proved that its instance is gone";
                case NEVER_CREATED -> member.id() + " has ended: its instance was never made";
                case RELEASED -> member.id() + " has ended: its instance was let go";
            };
        }

        private void deleted() {
            boolean given = loaded.state().lifecycle() == GroupState.Lifecycle.ABANDONED;
            over(
                    "DELETING",
                    EventType.GROUP_DELETED,
                    given ? " is deleted: it was abandoned" : " is deleted: its last member is gone");
        }

        private void released() {
            over("RELEASING", EventType.GROUP_RELEASED, " is released: none of its members is left");
        }

        private void over(String from, EventType type, String words) {
            over = from;
            events.add(Event.caused(
                    loaded.id(),
                    null,
                    type,
                    loaded.now(),
                    "group " + loaded.state().group() + words));
        }

        private void tell(Member member, EventType type, String message) {
            events.add(Event.caused(loaded.id(), member.id().number(), type, loaded.now(), message));
        }

        /** Of what a person asked for, if one did. */
        private void tellAsked(Member member, EventType type, String message) {
            events.add(new Event(loaded.id(), member.id().number(), type, loaded.now(), null, asker(member), message));
        }

        /** Nothing late comes of what was asked of a member that has ended. */
        private void closeOthers(Member member) {
            Stream.of(Call.Kind.DRAIN, Call.Kind.LABEL)
                    .flatMap(it -> Stream.ofNullable(member.call(it)))
                    .filter(Call::open)
                    .forEach(it -> (it.state() == Call.State.PLANNED ? cancelled : closed).add(it));
        }

        private static Optional<Call> planned(Member member, Call.Kind kind) {
            return Optional.ofNullable(member.call(kind)).filter(it -> it.state() == Call.State.PLANNED);
        }

        private static @Nullable String asker(Member member) {
            return member.wishes().request() == null
                    ? null
                    : member.wishes().request().by();
        }

        private static Call call(Member member, Call.Kind kind) {
            return Objects.requireNonNull(member.call(kind));
        }

        private Member member(MemberId id) {
            return Objects.requireNonNull(members.get(id), "a plan names a member that its state does not hold");
        }
    }
}
