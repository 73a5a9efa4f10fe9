package dev.drover.reconcile;

import dev.drover.instance.ExpiredCalls;
import dev.drover.provider.ConfiguredProvider;
import dev.drover.provider.Providers;
import dev.drover.work.DatabaseClock;
import dev.drover.work.Job;
import dev.drover.work.Jobs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * Claims as many planned actions of one provider as there are free permits, and makes the calls on virtual threads. It does
 * not wait for them: whoever finishes makes room, and makes this job due again if more is planned.
 */
@Component
class PerformActions implements Job {
    /** When fewer were claimed than are planned: something held a lock. */
    private static final Duration SHORT = Duration.ofSeconds(1);

    private final Providers providers;
    private final Claims claims;
    private final Backlog backlog;
    private final LookUps lookUps;
    private final Calls calls;
    private final OutcomeWriter outcomes;
    private final ExpiredCalls byHand;
    private final Jobs jobs;
    private final DatabaseClock clock;
    private final ScheduledExecutorService cutters = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("deadlines").factory());

    PerformActions(
            Providers providers,
            Claims claims,
            Backlog backlog,
            LookUps lookUps,
            Calls calls,
            OutcomeWriter outcomes,
            ExpiredCalls byHand,
            Jobs jobs,
            DatabaseClock clock) {
        this.providers = providers;
        this.claims = claims;
        this.backlog = backlog;
        this.lookUps = lookUps;
        this.calls = calls;
        this.outcomes = outcomes;
        this.byHand = byHand;
        this.jobs = jobs;
        this.clock = clock;
    }

    @Override
    public Name name() {
        return Name.PERFORM;
    }

    @Override
    public Optional<Instant> run(String name) {
        Optional<ConfiguredProvider> provider = providers.here(name);
        provider.ifPresent(this::perform);
        byHand.close(name);
        return Optional.of(backlog.nextLook(name, clock.now(), SHORT));
    }

    private void perform(ConfiguredProvider provider) {
        int permits = provider.permits().drainPermits();
        int used = 0;
        try {
            long claiming = System.nanoTime();
            List<Claim> claimed =
                    permits == 0 ? List.of() : claims.claim(provider.name(), provider.capabilities(), permits);
            used = claimed.size();
            claimed.forEach(it -> start(provider, it, claiming));
            used += lookUps.start(provider, permits - used);
        } finally {
            provider.permits().release(permits - used);
        }
    }

    private void start(ConfiguredProvider provider, Claim claim, long claimedNanos) {
        Thread.ofVirtual()
                .name(claim.provider() + " " + claim.member())
                .start(() -> call(provider, claim, claimedNanos));
    }

    private void call(ConfiguredProvider provider, Claim claim, long claimedNanos) {
        Thread caller = Thread.currentThread();
        ScheduledFuture<?> cut = cutters.schedule(
                caller::interrupt,
                claim.timeout().toNanos() - (System.nanoTime() - claimedNanos),
                TimeUnit.NANOSECONDS);
        Outcome outcome;
        try {
            outcome = calls.make(claim, claimedNanos);
        } finally {
            cut.cancel(false);
            provider.permits().release();
        }
        outcomes.submit(outcome, () -> moreIfPlanned(provider.name()));
    }

    private void moreIfPlanned(String provider) {
        if (backlog.claimable(provider, clock.now())) {
            jobs.dueNow(Name.PERFORM, provider);
        }
    }

    @Override
    public boolean dueAfterRelease(String provider) {
        return providers
                        .here(provider)
                        .filter(it -> it.permits().availablePermits() > 0)
                        .isPresent()
                && backlog.claimable(provider, clock.now());
    }
}
