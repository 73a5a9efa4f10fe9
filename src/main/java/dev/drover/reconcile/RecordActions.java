package dev.drover.reconcile;

import dev.drover.database.Rows;
import dev.drover.history.Event;
import dev.drover.history.EventType;
import dev.drover.member.Members;
import dev.drover.member.NewMember;
import dev.drover.plan.Action;
import dev.drover.plan.Bound;
import dev.drover.plan.Health;
import dev.drover.plan.Member;
import dev.drover.plan.Why;
import dev.drover.provider.spi.ProvisionRequest;
import dev.drover.spec.MemberId;
import dev.drover.work.Job;
import dev.drover.work.Jobs;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Writes a plan's effects into the journal, PLANNED, and makes the calls due that will have them. */
@Component
class RecordActions {
    private final Members members;
    private final Journal journal;
    private final Jobs jobs;

    RecordActions(Members members, Journal journal, Jobs jobs) {
        this.members = members;
        this.journal = journal;
        this.jobs = jobs;
    }

    void record(
            Loaded loaded, List<Action> actions, List<NewMembers.Prepared> prepared, long epoch, List<Event> events) {
        add(loaded, prepared, epoch, events);
        Set<String> providers = new HashSet<>();
        for (Action action : actions) {
            switch (action) {
                case Action.Provision provision -> providers.add(provision.provider());
                case Action.ProvisionAgain again -> {
                    Member member = loaded.member(again.member());
                    journal.again(loaded.id(), member.create(), epoch, loaded.now());
                    providers.add(member.provider());
                }
                case Action.Destroy destroy -> {
                    Member member = loaded.member(destroy.member());
                    destroy(loaded, member, destroy.why(), epoch, events);
                    providers.add(member.provider());
                }
            }
        }
        providers.forEach(it -> jobs.dueNow(Job.Name.PERFORM, it));
    }

    private void add(Loaded loaded, List<NewMembers.Prepared> prepared, long epoch, List<Event> events) {
        if (prepared.isEmpty()) {
            return;
        }
        members.add(loaded.id(), prepared.stream().map(RecordActions::row).toList(), loaded.now());
        journal.planCreates(
                loaded.id(), prepared.stream().map(RecordActions::create).toList(), epoch, loaded.now());
        prepared.forEach(it -> events.add(Event.caused(
                loaded.id(),
                it.id().number(),
                EventType.MEMBER_PLANNED,
                loaded.now(),
                it.id() + " is to be made by " + it.provision().provider() + ": " + because(it.provision()))));
    }

    private static NewMember row(NewMembers.Prepared it) {
        MemberId replaces = it.provision().lineage().replaces();
        return new NewMember(
                it.id().number(),
                it.provision().member().index(),
                it.provision().member().logicalId() == null
                        ? null
                        : it.provision().member().logicalId().value(),
                it.provision().revision(),
                it.provision().provider(),
                it.token(),
                labels(it.request()),
                because(it.provision()),
                replaces == null ? null : replaces.number(),
                it.provision().lineage().strikes());
    }

    private static Map<String, String> labels(@Nullable ProvisionRequest request) {
        return request == null ? Map.of() : request.labels();
    }

    private static Journal.NewCreate create(NewMembers.Prepared it) {
        return new Journal.NewCreate(
                it.token(),
                it.id().number(),
                it.provision().provider(),
                it.provision().why().name(),
                it.request() == null ? null : Rows.tree(Rows.json(it.request())));
    }

    private static String because(Action.Provision provision) {
        MemberId replaces = provision.lineage().replaces();
        return replaces == null
                ? provision.why().sentence()
                : "it replaces " + replaces + ", because " + provision.why().sentence();
    }

    private void destroy(Loaded loaded, Member member, Why why, long epoch, List<Event> events) {
        int number = member.id().number();
        if (member.leaving() == null) {
            String because = detail(loaded, member, why);
            members.leave(loaded.id(), number, why.name(), because, seen(member, why), loaded.now());
            events.add(Event.caused(
                    loaded.id(),
                    number,
                    EventType.MEMBER_LEAVING,
                    loaded.now(),
                    member.id() + " is to be destroyed: " + because));
        }
        if (member.destroy() == null) {
            journal.planDestroy(loaded.id(), number, member.provider(), why.name(), epoch, loaded.now());
        } else {
            journal.again(loaded.id(), member.destroy(), epoch, loaded.now());
        }
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

    private static String detail(Loaded loaded, Member member, Why why) {
        boolean health = why == Why.UNHEALTHY || why == Why.STOPPED;
        return member.bound() == null || !health
                ? why.sentence()
                : why.sentence() + " ("
                        + member.bound()
                                .health(loaded.state().declared().probed())
                                .reason() + ")";
    }
}
