package dev.drover.reconcile;

import dev.drover.database.Rows;
import dev.drover.history.Event;
import dev.drover.history.EventType;
import dev.drover.member.Members;
import dev.drover.plan.Call;
import dev.drover.plan.Change;
import dev.drover.plan.Member;
import dev.drover.plan.Why;
import dev.drover.work.Job;
import dev.drover.work.Jobs;
import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Writes down the facts that a plan decided. */
@Component
class RecordChanges {
    private final JdbcClient jdbc;
    private final Jobs jobs;
    private final Members members;
    private final Journal journal;

    RecordChanges(JdbcClient jdbc, Members members, Journal journal, Jobs jobs) {
        this.jobs = jobs;
        this.jdbc = jdbc;
        this.members = members;
        this.journal = journal;
    }

    void record(Loaded loaded, List<Change> changes, long epoch, List<Event> events) {
        changes.forEach(it -> new Recording(loaded, epoch, events).record(it));
    }

    private final class Recording {
        private final Loaded loaded;
        private final long epoch;
        private final List<Event> events;

        Recording(Loaded loaded, long epoch, List<Event> events) {
            this.loaded = loaded;
            this.epoch = epoch;
            this.events = events;
        }

        void record(Change change) {
            switch (change) {
                case Change.OutcomeUnknown it -> unknown(loaded.member(it.member()), it.create());
                case Change.MemberBound it -> bound(loaded.member(it.member()), it);
                case Change.MemberLeaving it -> leaving(loaded.member(it.member()), it.why());
                case Change.MemberKept it -> kept(loaded.member(it.member()));
                case Change.MemberCancelled it -> cancelled(loaded.member(it.member()), it.why());
                case Change.MemberEnded it -> ended(loaded.member(it.member()), it.tombstone());
                case Change.Restamped it -> restamped(loaded.member(it.member()), it.create());
                case Change.GroupDeleted it -> deleted();
            }
        }

        /** It may have been put off until later, and forgiven since. */
        private void restamped(Member member, boolean create) {
            journal.restamp(loaded.id(), call(member, create), epoch, loaded.now());
            jobs.dueNow(Job.Name.PERFORM, member.provider());
        }

        private void unknown(Member member, boolean create) {
            journal.unknown(loaded.id(), call(member, create), epoch, loaded.now());
            add(
                    member,
                    EventType.OUTCOME_UNKNOWN,
                    "no answer in time to the " + (create ? "create" : "destroy") + " of " + member.id()
                            + ": it may have happened");
        }

        private void bound(Member member, Change.MemberBound change) {
            members.bind(loaded.id(), member.id().number(), change.instance(), loaded.now());
            journal.found(loaded.id(), member.create(), epoch, loaded.now());
            add(
                    member,
                    EventType.INSTANCE_PROVISIONED,
                    member.id() + " is " + change.instance().id()
                            + ": its answer was lost, and the instance was found by its token");
        }

        private void leaving(Member member, Why why) {
            members.leave(
                    loaded.id(), member.id().number(), why.name(), why.sentence(), Members.Seen.WHATEVER, loaded.now());
            add(
                    member,
                    EventType.MEMBER_LEAVING,
                    member.id() + " is to be destroyed as soon as it is made: " + why.sentence());
        }

        private void kept(Member member) {
            if (member.destroy() != null) {
                journal.cancel(loaded.id(), member.destroy(), epoch, loaded.now());
            }
            members.keep(loaded.id(), member.id().number());
            add(member, EventType.MEMBER_KEPT, member.id() + " stays after all: it is wanted again");
        }

        private void cancelled(Member member, Why why) {
            journal.cancel(loaded.id(), member.create(), epoch, loaded.now());
            members.end(
                    loaded.id(),
                    member.id().number(),
                    false,
                    member.found() != null,
                    Change.Tombstone.NEVER_CREATED.name(),
                    why.sentence(),
                    loaded.now());
            events.add(asked(
                    member,
                    EventType.MEMBER_CANCELLED,
                    member.id() + " is not made: " + why.sentence() + ", and nobody had called its provider"));
        }

        private void ended(Member member, Change.Tombstone tombstone) {
            if (tombstone == Change.Tombstone.RELEASED) {
                released(member);
                return;
            }
            boolean bound = member.bound() != null;
            if (!bound) {
                journal.close(loaded.id(), member.create(), epoch, loaded.now());
            }
            members.end(
                    loaded.id(),
                    member.id().number(),
                    bound,
                    member.found() != null,
                    tombstone.name(),
                    sentence(member, tombstone),
                    loaded.now());
            events.add(asked(member, EventType.MEMBER_ENDED, sentence(member, tombstone)));
        }

        private void released(Member member) {
            if (member.destroy() != null && member.destroy().state() == Call.State.PLANNED) {
                journal.cancel(loaded.id(), member.destroy(), epoch, loaded.now());
            }
            String because = "detached by " + member.detachedBy() + ": its instance is left alone";
            members.release(loaded.id(), member.id().number(), Change.Tombstone.RELEASED.name(), because, loaded.now());
            events.add(asked(member, EventType.MEMBER_ENDED, member.id() + " has ended: " + because));
        }

        /** What a person asked for, if one did. */
        private Event asked(Member member, EventType type, String message) {
            return new Event(loaded.id(), member.id().number(), type, loaded.now(), null, member.detachedBy(), message);
        }

        private static String sentence(Member member, Change.Tombstone tombstone) {
            return switch (tombstone) {
                case ENDED -> member.id() + " has ended: a listing proved that its instance is gone";
                case NEVER_CREATED -> member.id() + " has ended: its instance was never made";
                case RELEASED -> member.id() + " has ended: its instance was let go";
            };
        }

        private void deleted() {
            jdbc.sql("""
                    update fleet_group set state = 'DELETED', deleted_at = :now where id = :id and state = 'DELETING'
                    """)
                    .param("id", loaded.id())
                    .param("now", Rows.timestamp(loaded.now()))
                    .update();
            events.add(Event.caused(
                    loaded.id(),
                    null,
                    EventType.GROUP_DELETED,
                    loaded.now(),
                    "group " + loaded.state().group() + " is deleted: its last member is gone"));
        }

        private void add(Member member, EventType type, String message) {
            events.add(Event.caused(loaded.id(), member.id().number(), type, loaded.now(), message));
        }

        private static Call call(Member member, boolean create) {
            return create ? member.create() : Objects.requireNonNull(member.destroy());
        }
    }
}
