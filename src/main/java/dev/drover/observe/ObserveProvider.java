package dev.drover.observe;

import dev.drover.database.Rows;
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
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Lists one provider, once for all its groups, and compares the listing with the member rows. */
@Component
class ObserveProvider implements Job {
    private static final Logger LOG = LoggerFactory.getLogger(ObserveProvider.class);
    /** An answered destroy asks for a listing at once, but for no more than one a second. */
    private static final Duration SOONEST = Duration.ofSeconds(1);

    private final Providers providers;
    private final Installation installation;
    private final ListingFacts facts;
    private final DatabaseClock clock;
    private final JdbcClient jdbc;

    ObserveProvider(
            Providers providers, Installation installation, ListingFacts facts, DatabaseClock clock, JdbcClient jdbc) {
        this.providers = providers;
        this.installation = installation;
        this.facts = facts;
        this.clock = clock;
        this.jdbc = jdbc;
    }

    @Override
    public Name name() {
        return Name.OBSERVE;
    }

    /** A replica without this provider hands the job back. */
    @Override
    public Optional<Instant> run(String name) {
        Instant begun = clock.now();
        Optional<ConfiguredProvider> provider = providers.here(name);
        if (provider.isEmpty()) {
            return Optional.of(begun.plus(SOONEST));
        }
        Optional<Instant> tooSoon = attempted(name).map(it -> it.plus(SOONEST)).filter(it -> it.isAfter(begun));
        if (tooSoon.isPresent()) {
            return tooSoon;
        }
        observe(provider.get(), begun);
        return Optional.of(next(provider.get(), begun));
    }

    /** When the last listing began, on whichever replica. */
    private Optional<Instant> attempted(String provider) {
        return jdbc.sql("select attempted_at from observation where provider = :provider")
                .param("provider", provider)
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }

    private void observe(ConfiguredProvider provider, Instant begun) {
        try {
            Listing listing = new Listing(provider.name(), begun, provider.observeEvery(), provider.capabilities());
            provider.instances().describe(Map.of(Labels.OWNER, installation.owner()), listing::add);
            facts.compare(listing);
        } catch (ProviderFailure e) {
            LOG.warn("provider {} could not be listed: {}", provider.name(), e.getMessage());
            facts.failed(provider.name(), begun, provider.observeEvery(), String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("the listing of provider {} could not be taken in", provider.name(), e);
            facts.failed(provider.name(), begun, provider.observeEvery(), String.valueOf(e.getMessage()));
        }
    }

    private Instant next(ConfiguredProvider provider, Instant begun) {
        Instant regular = begun.plus(provider.observeEvery());
        Instant soonest = begun.plus(SOONEST);
        return wanted(provider, begun)
                .map(it -> it.isBefore(soonest) ? soonest : it)
                .filter(it -> it.isBefore(regular))
                .orElse(regular);
    }

    /** When a listing could first prove the oldest of the destroys that were answered lately. */
    private Optional<Instant> wanted(ConfiguredProvider provider, Instant begun) {
        return jdbc.sql("""
                select min(a.closed_at) from action a
                  join member m on m.group_id = a.group_id and m.number = a.member
                 where a.provider = :provider and a.kind = 'DESTROY' and a.state = 'DONE' and m.state = 'LEAVING'
                   and a.closed_at > :lately
                """)
                .param("provider", provider.name())
                .param("lately", Rows.timestamp(begun.minusSeconds(30)))
                .query(OffsetDateTime.class)
                .optional()
                .map(it -> it.toInstant().plus(provider.capabilities().consistencyWindow()));
    }
}
