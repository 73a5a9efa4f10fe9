package dev.drover.instance;

import dev.drover.history.Event;
import dev.drover.history.EventType;
import dev.drover.history.History;
import dev.drover.member.AdoptedMembers;
import dev.drover.member.Adoption;
import dev.drover.provider.spi.Phase;
import dev.drover.spec.MemberId;
import dev.drover.work.Job;
import dev.drover.work.Jobs;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.JsonNodeFactory;

/** Writes the row of a member anew that the database has forgotten, for its labels say all of it: a commit was lost. */
@Component
class RebuildMember {
    private final AdoptionFacts facts;
    private final Prospects prospects;
    private final AdoptedMembers members;
    private final History history;
    private final Jobs jobs;

    RebuildMember(AdoptionFacts facts, Prospects prospects, AdoptedMembers members, History history, Jobs jobs) {
        this.facts = facts;
        this.prospects = prospects;
        this.members = members;
        this.history = history;
        this.jobs = jobs;
    }

    /** With the group locked, and the instance. Its index is the lowest that is free: no label tells the one that it had. */
    Adoption rebuild(Stranger stranger, Instant now) {
        long group = Objects.requireNonNull(stranger.labelled());
        int revision = StrangerFacts.Lost.revision(stranger.instance()).orElseThrow();
        int number = StrangerFacts.Lost.number(stranger.instance()).orElseThrow();
        AdoptingGroup its = facts.group(group, revision);
        Adoption adoption = new Adoption(
                new MemberId(its.name(), number),
                facts.places(group).index(null, null),
                null,
                its.revision(),
                its.provider(),
                stranger.instance(),
                Objects.requireNonNull(stranger.token()),
                prospects.drains(its.spec().flavor()),
                its.outdates(),
                "listed with its labels, and its row was lost");
        members.adopt(group, List.of(adoption), "REBUILT", "rebuilt", now);
        history.append(List.of(event(group, adoption, now)));
        jobs.dueSoon(Job.Name.PROBE, String.valueOf(group));
        return adoption;
    }

    private static Event event(long group, Adoption adoption, Instant now) {
        Event event = Event.caused(
                group,
                adoption.member().number(),
                EventType.MEMBER_REBUILT,
                now,
                adoption.member() + " is " + adoption.instance().id()
                        + " again: its row was lost, and its labels say what it was");
        Phase phase = adoption.instance().phase();
        return phase == Phase.RUNNING
                ? event
                : event.with(JsonNodeFactory.instance
                        .objectNode()
                        .put("phase", phase.name().toLowerCase(Locale.ROOT)));
    }
}
