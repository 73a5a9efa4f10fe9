package dev.drover.reconcile;

import dev.drover.history.Event;
import dev.drover.history.EventType;
import dev.drover.member.Members;
import dev.drover.plan.Action;
import dev.drover.plan.Bound;
import dev.drover.plan.Call;
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
        journal.planDestroys(loaded.id(), effects.destroys, epoch, loaded.now());
        journal.again(loaded.id(), effects.again, epoch, loaded.now());
        return effects.planned;
    }

    private void create(
            Loaded loaded, String provider, List<NewMembers.Prepared> members, long epoch, Effects effects) {
        FirstWindow window = performer.open(provider, members.size());
        creates.record(loaded.id(), members, epoch, loaded.now(), window);
        members.stream().skip(window.claims().size()).forEach(it -> effects.planned(provider, it.token()));
    }

    /** The effects of a plan, by what is to be written. */
    private static final class Effects {
        final List<Members.Leaver> leavers = new ArrayList<>();
        final List<Journal.NewDestroy> destroys = new ArrayList<>();
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
                case Action.ProvisionAgain it -> {
                    Member member = member(it.member());
                    again(member, member.create());
                }
                case Action.Destroy it -> destroy(member(it.member()), it.why());
            }
        }

        private void destroy(Member member, Why why) {
            int number = member.id().number();
            if (member.leaving() == null) {
                String because = detail(member, why);
                leavers.add(new Members.Leaver(number, why.name(), because, seen(member, why)));
                events.add(Event.caused(
                        loaded.id(),
                        number,
                        EventType.MEMBER_LEAVING,
                        loaded.now(),
                        member.id() + " is to be destroyed: " + because));
            }
            if (member.destroy() == null) {
                UUID id = UUID.randomUUID();
                destroys.add(new Journal.NewDestroy(id, number, member.provider(), why.name()));
                planned(member.provider(), id);
            } else {
                again(member, member.destroy());
            }
        }

        private void again(Member member, Call call) {
            again.add(call);
            planned(member.provider(), call.id());
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
                                    .health(loaded.state().declared().probed())
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
                    probe == null ? null : probe.status().name());
        }

        private Member member(MemberId id) {
            return Objects.requireNonNull(members.get(id), "a plan names a member that its state does not hold");
        }
    }
}
