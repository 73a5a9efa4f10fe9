package dev.drover.reconcile;

import dev.drover.history.Event;
import dev.drover.history.EventType;
import dev.drover.member.Members;
import dev.drover.plan.Action;
import dev.drover.plan.Bound;
import dev.drover.plan.Call;
import dev.drover.plan.GroupState;
import dev.drover.plan.Health;
import dev.drover.plan.Member;
import dev.drover.plan.Why;
import dev.drover.spec.MemberId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Writes a plan's effects into the journal, PLANNED: those of one kind in one statement. */
@Component
class RecordActions {
    private final Members members;
    private final Journal journal;
    private final RecordCreates creates;
    private final Performer performer;

    RecordActions(Members members, Journal journal, RecordCreates creates, Performer performer) {
        this.members = members;
        this.journal = journal;
        this.creates = creates;
        this.performer = performer;
    }

    /** Answers the ids of the actions that are PLANNED now, by their provider and in the order of the plan. */
    Map<String, List<UUID>> record(
            Loaded loaded, List<Action> actions, List<NewMembers.Prepared> prepared, long epoch, List<Event> events) {
        Effects effects = new Effects(loaded, events);
        prepared.stream()
                .collect(Collectors.groupingBy(it -> it.provision().provider()))
                .forEach((provider, of) -> create(loaded, provider, of, epoch, effects));
        actions.forEach(effects::add);
        members.leave(loaded.id(), effects.leavers, loaded.now());
        members.drain(loaded.id(), effects.drained, loaded.now());
        journal.plan(loaded.id(), effects.begun, epoch, loaded.now());
        journal.again(loaded.id(), effects.again, epoch, loaded.now());
        return effects.planned;
    }

    private void create(
            Loaded loaded, String provider, List<NewMembers.Prepared> members, long epoch, Effects effects) {
        FirstWindow window = performer.open(provider, members.size());
        creates.record(loaded, members, epoch, window);
        members.stream().skip(window.claims().size()).forEach(it -> effects.planned(provider, it.token()));
    }

    /** The effects of a plan, by what is to be written. */
    private static final class Effects {
        final List<Members.Leaver> leavers = new ArrayList<>();
        final List<Integer> drained = new ArrayList<>();
        final List<Journal.New> begun = new ArrayList<>();
        final List<Call> again = new ArrayList<>();
        final Map<String, List<UUID>> planned = new HashMap<>();

        private final Loaded loaded;
        private final Map<MemberId, Member> members;
        private final List<Event> events;

        Effects(Loaded loaded, List<Event> events) {
            this.loaded = loaded;
            this.members = loaded.membersById();
            this.events = events;
        }

        void add(Action action) {
            switch (action) {
                case Action.Provision provision -> {} // a new member, see RecordCreates
                case Action.ProvisionAgain it -> call(member(it.member()), Call.Kind.PROVISION, Why.GROW);
                case Action.Drain it -> drain(member(it.member()), it.why());
                case Action.Label it -> call(member(it.member()), Call.Kind.LABEL, Why.RELABEL);
                case Action.Destroy it -> destroy(member(it.member()), it.why());
                case Action.Unlabel it -> call(member(it.member()), Call.Kind.UNLABEL, letGo());
            }
        }

        private Why letGo() {
            return loaded.state().lifecycle() == GroupState.Lifecycle.RELEASING ? Why.RELEASED : Why.DETACHED;
        }

        private void drain(Member member, Why why) {
            Member.Drain before = member.drain();
            if (before == null || before.call().state() == Call.State.CANCELLED) {
                drained.add(member.id().number());
                leave(member, why, EventType.MEMBER_DRAINING, " is to stop its work, and then to be destroyed: ");
            }
            call(member, Call.Kind.DRAIN, why);
        }

        private void destroy(Member member, Why why) {
            if (member.leaving() == null) {
                leave(member, why, EventType.MEMBER_LEAVING, " is to be destroyed: ");
            }
            call(member, Call.Kind.DESTROY, why);
        }

        private void leave(Member member, Why why, EventType type, String words) {
            String because = detail(member, why);
            if (member.leaving() == null) {
                leavers.add(new Members.Leaver(member.id().number(), why.name(), because, seen(member, why)));
            }
            events.add(
                    Event.caused(loaded.id(), member.id().number(), type, loaded.now(), member.id() + words + because));
        }

        /** The action of this kind, for the first time or again. */
        private void call(Member member, Call.Kind kind, Why why) {
            Call before = member.call(kind);
            UUID id = before == null ? UUID.randomUUID() : before.id();
            if (before == null) {
                begun.add(new Journal.New(id, member.id().number(), kind, member.provider(), why.name()));
            } else {
                again.add(before);
            }
            planned(member.provider(), id);
        }

        void planned(String provider, UUID action) {
            planned.computeIfAbsent(provider, it -> new ArrayList<>()).add(action);
        }

        private String detail(Member member, Why why) {
            boolean health = why == Why.UNHEALTHY || why == Why.STOPPED;
            return member.bound() == null || !health
                    ? why.sentence()
                    : why.sentence() + " ("
                            + member.bound()
                                    .health(loaded.state().declared().probed(), loaded.now())
                                    .reason() + ")";
        }

        /** A repair rests on what was seen of the instance; a smaller size, or a deletion, does not. */
        private static Members.Seen seen(Member member, Why why) {
            Bound bound = member.bound();
            if (bound == null || !why.repair()) {
                return Members.Seen.WHATEVER;
            }
            Health probe = bound.probe();
            return new Members.Seen(
                    bound.phase().name(),
                    bound.missingSince(),
                    bound.report() == null ? null : bound.report().health().since(),
                    probe == null ? null : probe.status().name());
        }

        private Member member(MemberId id) {
            return Objects.requireNonNull(members.get(id), "a plan names a member that its state does not hold");
        }
    }
}
