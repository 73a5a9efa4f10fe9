package dev.drover.instance;

import dev.drover.group.MemberCommands;
import dev.drover.history.EventType;
import dev.drover.member.AdoptedMembers;
import dev.drover.member.Adoption;
import dev.drover.provider.ConfiguredProvider;
import dev.drover.provider.ReachableProviders;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.Token;
import dev.drover.spec.GroupName;
import dev.drover.spec.MemberId;
import dev.drover.web.Asker;
import dev.drover.web.Problem;
import dev.drover.web.ProblemType;
import dev.drover.work.Job;
import dev.drover.work.Jobs;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Makes running instances members of a group, or says what would come of it. The provider is asked before, and no call of its is
 * needed: a pass has the labels set later.
 */
@Component
class AdoptInstances {
    private final MemberCommands commands;
    private final ReachableProviders providers;
    private final HeldInstances held;
    private final AdoptionFacts facts;
    private final Prospects prospects;
    private final InstanceLocks locks;
    private final AdoptedMembers members;
    private final OrphanRows orphans;
    private final AdoptionForecaster forecaster;
    private final Jobs jobs;
    private final TransactionTemplate snapshot;

    AdoptInstances(
            MemberCommands commands,
            ReachableProviders providers,
            HeldInstances held,
            AdoptionFacts facts,
            Prospects prospects,
            InstanceLocks locks,
            AdoptedMembers members,
            OrphanRows orphans,
            AdoptionForecaster forecaster,
            Jobs jobs,
            PlatformTransactionManager transactions) {
        this.commands = commands;
        this.providers = providers;
        this.held = held;
        this.facts = facts;
        this.prospects = prospects;
        this.locks = locks;
        this.members = members;
        this.orphans = orphans;
        this.forecaster = forecaster;
        this.jobs = jobs;
        this.snapshot = new TransactionTemplate(transactions);
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        snapshot.setReadOnly(true);
    }

    /**
     * All of them become members, or none.
     *
     * @throws Problem if one of them may not, or the group takes no commands
     */
    AdoptedView adopt(GroupName name, AdoptionWish wish, Asker asker) {
        Listed listed = listed(name, wish);
        AtomicReference<Prospect> adopted = new AtomicReference<>();
        commands.run(name, group -> {
            locks.lock(listed.provider().name(), wish.ids(), listed.tokenTexts(wish));
            members.keepLabels(listed.tokens(wish), group.now());
            Prospect prospect = prospect(
                    group.id(), wish, listed, () -> ThreadLocalRandom.current().nextInt());
            Instant now = group.now();
            members.adopt(group.id(), prospect.adoptions(), "ADOPTED", "adopted by " + asker.actor(), now);
            orphans.adopted(listed.provider().name(), prospect.adoptions());
            group.asked(
                    EventType.MEMBER_ADOPTED,
                    now,
                    asker,
                    prospect.adoptions().stream().map(AdoptInstances::said).toList());
            adopted.set(prospect);
        });
        Prospect done = adopted.get();
        jobs.dueSoon(Job.Name.PROBE, String.valueOf(done.group().id()));
        return AdoptedView.of(done);
    }

    /**
     * What would come of it. Changes nothing.
     *
     * @throws Problem if it would be refused
     */
    AdoptionPreview preview(GroupName name, AdoptionWish wish) {
        Listed listed = listed(name, wish);
        AtomicReference<Prospect> read = new AtomicReference<>();
        AdoptionForecaster.Outlook outlook = snapshot.execute(transaction -> {
            AtomicInteger last = new AtomicInteger(MemberId.NUMBERS); // equal states give equal previews
            Prospect prospect = prospect(commands.active(name), wish, listed, last::decrementAndGet);
            read.set(prospect);
            return forecaster.read(prospect.group().spec(), prospect.adoptions());
        });
        return AdoptionPreview.of(
                read.get(),
                Objects.requireNonNull(outlook).look(),
                listed.provider().capabilities().unlabel());
    }

    private Prospect prospect(long group, AdoptionWish wish, Listed listed, IntSupplier numbers) {
        AdoptingGroup adopting = facts.group(group, wish.revision());
        if (!adopting.provider().equals(listed.provider().name())) {
            throw new Problem(
                    ProblemType.GENERATION_MOVED,
                    "another provider was declared while this one was asked: read the group again and decide anew;"
                            + " nothing was changed");
        }
        return prospects.of(
                adopting, wish, listed.provider().capabilities().consistencyWindow(), listed.byId(), numbers);
    }

    private Listed listed(GroupName name, AdoptionWish wish) {
        String provider = facts.group(commands.active(name), wish.revision()).provider();
        ConfiguredProvider here = providers.here(provider);
        return new Listed(
                here,
                held.of(here).stream()
                        .collect(Collectors.toUnmodifiableMap(it -> it.id().value(), Function.identity())));
    }

    static MemberCommands.Said said(Adoption it) {
        Phase phase = it.instance().phase();
        return new MemberCommands.Said(
                it.member().number(),
                it.member() + " is " + it.instance().id() + ", adopted: it was " + it.was(),
                phase == Phase.RUNNING
                        ? null
                        : JsonNodeFactory.instance
                                .objectNode()
                                .put("phase", phase.name().toLowerCase(Locale.ROOT)));
    }

    /** What a provider holds of ours. */
    private record Listed(ConfiguredProvider provider, Map<String, Instance> byId) {
        List<UUID> tokens(AdoptionWish wish) {
            return wish.ids().stream()
                    .flatMap(it -> Stream.ofNullable(byId.get(it)))
                    .flatMap(it -> Stream.ofNullable(TokenIds.of(it.token())))
                    .toList();
        }

        List<String> tokenTexts(AdoptionWish wish) {
            return wish.ids().stream()
                    .flatMap(it -> Stream.ofNullable(byId.get(it)))
                    .flatMap(it -> Stream.ofNullable(it.token()))
                    .map(Token::value)
                    .toList();
        }
    }
}
