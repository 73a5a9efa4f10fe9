package dev.drover.instance;

import dev.drover.group.DeclareJointly;
import dev.drover.group.Intended;
import dev.drover.group.MemberCommands;
import dev.drover.history.EventType;
import dev.drover.member.AdoptedMembers;
import dev.drover.member.Adoption;
import dev.drover.provider.Installation;
import dev.drover.provider.ReachableProviders;
import dev.drover.web.Asker;
import dev.drover.web.Problem;
import dev.drover.web.ProblemType;
import dev.drover.work.Job;
import dev.drover.work.Jobs;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Makes the instances that somebody else made for a group members of it, in the transaction that declares it: so no pass makes
 * others in their place. Their provider is asked, and they are given labels and a token of ours, before that.
 */
@Component
public class TakeOver {
    private final ReachableProviders providers;
    private final HeldInstances held;
    private final Installation installation;
    private final ForeignProspects prospects;
    private final LabelByHand labels;
    private final InstanceLocks locks;
    private final AdoptedMembers members;
    private final OrphanRows orphans;
    private final Jobs jobs;

    TakeOver(
            ReachableProviders providers,
            HeldInstances held,
            Installation installation,
            ForeignProspects prospects,
            LabelByHand labels,
            InstanceLocks locks,
            AdoptedMembers members,
            OrphanRows orphans,
            Jobs jobs) {
        this.providers = providers;
        this.held = held;
        this.installation = installation;
        this.prospects = prospects;
        this.labels = labels;
        this.locks = locks;
        this.members = members;
        this.orphans = orphans;
        this.jobs = jobs;
    }

    /**
     * What the provider holds of them now.
     *
     * @throws dev.drover.web.Problem if it cannot be asked
     */
    public Foreigners look(String provider, Marks marks) {
        var here = providers.here(provider);
        return new Foreigners(here, marks, held.carrying(here, marks.selector()));
    }

    /** Nobody is looked for, and nobody becomes a member. */
    public DeclareJointly.Part<TakenOver> nobody() {
        return new DeclareJointly.Part<>() {
            @Override
            public TakenOver weigh(Intended intended, @Nullable Long group) {
                return prospects.nobody(intended);
            }

            @Override
            public void write(TakenOver weighed, MemberCommands.Locked group) {}
        };
    }

    /** What would come of it. */
    public DeclareJointly.Part<TakenOver> preview(Foreigners foreigners) {
        String owner = installation.owner();
        return new DeclareJointly.Part<>() {
            @Override
            public TakenOver weigh(Intended intended, @Nullable Long group) {
                return prospects.foreseen(intended, group, foreigners, owner);
            }

            @Override
            public void write(TakenOver weighed, MemberCommands.Locked group) {
                throw new IllegalStateException("a preview writes nothing");
            }
        };
    }

    /**
     * Gives those that are to become members our labels, as far as they have none yet. Afterwards nobody but this Drover touches
     * them, and it does not before they are members.
     *
     * @return the same, as they are now
     * @throws dev.drover.web.Problem if not all got them
     */
    public Foreigners label(Foreigners foreigners, TakenOver foreseen, Asker asker) {
        return labels.label(
                foreigners,
                foreseen.adoptions().stream().map(Adoption::instance).toList(),
                installation.owner(),
                asker.actor());
    }

    /** Makes those members that were labelled. */
    public DeclareJointly.Part<TakenOver> part(Foreigners labelled, Asker asker) {
        String owner = installation.owner();
        return new DeclareJointly.Part<>() {
            @Override
            public TakenOver weigh(Intended intended, @Nullable Long group) {
                locks.lock(labelled.provider().name(), labelled.ids(), labelled.tokens());
                TakenOver decided = prospects.decided(intended, group, labelled, owner);
                if (!decided.doubles().isEmpty()) {
                    throw new Problem(
                            ProblemType.GENERATION_MOVED,
                            "a pet " + decided.doubles().getFirst().message() + "; nothing was declared");
                }
                return decided;
            }

            @Override
            public void write(TakenOver weighed, MemberCommands.Locked group) {
                adopt(weighed.adoptions(), labelled, group, asker);
            }
        };
    }

    private void adopt(List<Adoption> adoptions, Foreigners labelled, MemberCommands.Locked group, Asker asker) {
        if (adoptions.isEmpty()) {
            return;
        }
        Instant now = group.now();
        members.adopt(group.id(), adoptions, "ADOPTED", "adopted by " + asker.actor(), now);
        orphans.adopted(labelled.provider().name(), adoptions);
        group.asked(
                EventType.MEMBER_ADOPTED,
                now,
                asker,
                adoptions.stream().map(AdoptInstances::said).toList());
        jobs.dueSoon(Job.Name.PROBE, String.valueOf(group.id()));
    }
}
