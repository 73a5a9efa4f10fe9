package dev.drover.observe;

import dev.drover.instance.Orphans;
import dev.drover.instance.Strangers;
import dev.drover.member.Comparison;
import dev.drover.member.Listing;
import dev.drover.member.ListingFacts;
import dev.drover.provider.ConfiguredProvider;
import dev.drover.provider.Installation;
import dev.drover.provider.Providers;
import dev.drover.provider.spi.Labels;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.work.DatabaseClock;
import dev.drover.work.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Lists one provider, once for all its groups, and compares the listing with the member rows. */
@Component
class ObserveProvider implements Job {
    private static final Logger LOG = LoggerFactory.getLogger(ObserveProvider.class);
    /** After which a replica without the provider leaves the job to others again. */
    private static final Duration HANDED_BACK = Duration.ofSeconds(1);

    private final Providers providers;
    private final Installation installation;
    private final ListingFacts facts;
    private final Orphans orphans;
    private final NextListing nextListing;
    private final DatabaseClock clock;
    private final Map<String, Instant> planned = new ConcurrentHashMap<>();

    ObserveProvider(
            Providers providers,
            Installation installation,
            ListingFacts facts,
            Orphans orphans,
            NextListing nextListing,
            DatabaseClock clock) {
        this.providers = providers;
        this.installation = installation;
        this.facts = facts;
        this.orphans = orphans;
        this.nextListing = nextListing;
        this.clock = clock;
    }

    @Override
    public Name name() {
        return Name.OBSERVE;
    }

    /** Lists if it is time to. A replica without this provider hands the job back. */
    @Override
    public Optional<Instant> run(String name) {
        Instant now = clock.now();
        Optional<ConfiguredProvider> provider = providers.here(name);
        if (provider.isEmpty()) {
            return Optional.of(now.plus(HANDED_BACK));
        }
        Optional<Instant> later = nextListing.of(provider.get()).filter(it -> it.isAfter(now));
        if (later.isEmpty()) {
            observe(provider.get(), now);
            later = nextListing.of(provider.get());
        }
        Instant next = later.orElse(now.plus(provider.get().observeEvery()));
        planned.put(name, next);
        return Optional.of(next);
    }

    /** Whether something asked for a listing after the next one was planned, and before the job could be made due for it. */
    @Override
    public boolean dueAfterRelease(String name) {
        Instant known = planned.get(name);
        return known != null
                && providers
                        .here(name)
                        .flatMap(nextListing::of)
                        .filter(it -> it.isBefore(known))
                        .isPresent();
    }

    private void observe(ConfiguredProvider provider, Instant begun) {
        Listing listing = new Listing(
                provider.name(),
                begun,
                provider.observeEvery(),
                provider.capabilities().consistencyWindow());
        try {
            Strangers strangers = orphans.look(listing);
            Comparison comparison = facts.compare(listing, strangers::page);
            UnlessSilent.of(provider.observeEvery())
                    .describe(provider.instances(), Map.of(Labels.OWNER, installation.owner()), comparison::page);
            strangers.whole(comparison.whole());
        } catch (ProviderFailure e) {
            LOG.warn("provider {} could not be listed: {}", provider.name(), e.getMessage());
            facts.failed(listing, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("the listing of provider {} could not be taken in", provider.name(), e);
            facts.failed(listing, String.valueOf(e.getMessage()));
        }
    }
}
