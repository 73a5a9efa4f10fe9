package dev.drover.reconcile;

import dev.drover.instance.ExpiredCalls;
import dev.drover.instance.OrphanCalls;
import dev.drover.provider.ConfiguredProvider;
import dev.drover.provider.Providers;
import dev.drover.work.DatabaseClock;
import dev.drover.work.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Sees to it that whatever is planned at a provider is called, and what is unknown looked up, whoever has planned or called
 * it: this is how another replica goes on where one has died.
 */
@Component
class PerformActions implements Job {
    /** When fewer were claimed than are planned: something held a lock. */
    private static final Duration SHORT = Duration.ofSeconds(1);

    private final Providers providers;
    private final Performer performer;
    private final Backlog backlog;
    private final LookUps lookUps;
    private final Unlabelling unlabelling;
    private final ExpiredCalls byHand;
    private final OrphanCalls orphans;
    private final DatabaseClock clock;

    PerformActions(
            Providers providers,
            Performer performer,
            Backlog backlog,
            LookUps lookUps,
            Unlabelling unlabelling,
            ExpiredCalls byHand,
            OrphanCalls orphans,
            DatabaseClock clock) {
        this.providers = providers;
        this.performer = performer;
        this.backlog = backlog;
        this.lookUps = lookUps;
        this.unlabelling = unlabelling;
        this.byHand = byHand;
        this.orphans = orphans;
        this.clock = clock;
    }

    @Override
    public Name name() {
        return Name.PERFORM;
    }

    @Override
    public Optional<Instant> run(String name) {
        providers.here(name).ifPresent(this::perform);
        byHand.close(name);
        Instant now = clock.now();
        Instant next = backlog.nextLook(name, now, SHORT);
        return Optional.of(orphans.next(name)
                .map(it -> it.isBefore(now.plus(SHORT)) ? now.plus(SHORT) : it)
                .filter(it -> it.isBefore(next))
                .orElse(next));
    }

    private void perform(ConfiguredProvider provider) {
        unlabelling.unanswered(provider.name());
        performer.claim(provider);
        lookUps.start(provider);
        orphans.start(provider);
    }

    @Override
    public boolean dueAfterRelease(String provider) {
        return providers
                        .here(provider)
                        .filter(it -> it.permits().availablePermits() > 0)
                        .isPresent()
                && (backlog.claimable(provider, clock.now())
                        || orphans.next(provider)
                                .filter(it -> !it.isAfter(clock.now()))
                                .isPresent());
    }
}
