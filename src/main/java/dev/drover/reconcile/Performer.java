package dev.drover.reconcile;

import dev.drover.provider.ConfiguredProvider;
import dev.drover.provider.Providers;
import dev.drover.work.DatabaseClock;
import dev.drover.work.Job;
import dev.drover.work.Jobs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Claims as many planned actions of a provider as there are free permits, and makes the calls on virtual threads. It does not
 * wait for them: whoever finishes makes room for more.
 */
@Component
class Performer implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Performer.class);
    /** As long as outcomes are gathered, so that a claim is for many as well. */
    private static final Duration GATHER = Duration.ofMillis(5);
    /** A pass holds its group's lock for about as long. */
    private static final Duration SHORT = Duration.ofMillis(20);

    /** When Drover stops: from then on nothing new is called, and who has not answered by then is not waited for. */
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(8);

    /** Who is interrupted may still say what came of it. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final Providers providers;
    private final Claims claims;
    private final Backlog backlog;
    private final DatabaseClock clock;
    private final Calls calls;
    private final OutcomeWriter outcomes;
    private final Jobs jobs;
    /** Providers whose next claim is about to begin: it takes what all those find who ask for it meanwhile. */
    private final Set<String> asked = ConcurrentHashMap.newKeySet();

    /** Calls whose outcome has not been handed over yet. */
    private final AtomicInteger calling = new AtomicInteger();

    private final Set<Thread> callers = ConcurrentHashMap.newKeySet();

    private volatile boolean running = true;
    private volatile boolean stopping;
    private volatile long stoppingSince;

    private final ScheduledExecutorService cutters = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("deadlines").factory());

    Performer(
            Providers providers,
            Claims claims,
            Backlog backlog,
            DatabaseClock clock,
            Calls calls,
            OutcomeWriter outcomes,
            Jobs jobs) {
        this.providers = providers;
        this.claims = claims;
        this.backlog = backlog;
        this.clock = clock;
        this.calls = calls;
        this.outcomes = outcomes;
        this.jobs = jobs;
    }

    /**
     * Takes what is planned, the longest due first.
     *
     * @return whether something stays that could be taken soon: its group was locked, or too many outcomes are yet to be written
     */
    boolean claim(ConfiguredProvider provider) {
        int permits = outcomes.room() && !stopping ? provider.permits().drainPermits() : 0;
        List<Claim> claimed = List.of();
        long claiming = System.nanoTime();
        try {
            if (permits > 0) {
                claimed = claims.claim(provider.name(), provider.capabilities(), permits);
            }
        } finally {
            provider.permits().release(permits - claimed.size());
        }
        claimed.forEach(it -> start(provider, it, claiming));
        return !stopping
                && (claimed.size() < permits || !outcomes.room())
                && backlog.claimable(provider.name(), clock.now());
    }

    /**
     * Opens the window for creates that the current transaction is going to record. What is handed over to it is called after the
     * commit.
     *
     * @param wanted how many creates there are
     */
    FirstWindow open(String provider, int wanted) {
        Instant now = clock.now(); // before any permit is taken: it fails while the database is away
        return providers
                .here(provider)
                .map(it -> open(it, wanted, now))
                .orElseGet(() -> new FirstWindow(0, now, Duration.ZERO));
    }

    private FirstWindow open(ConfiguredProvider provider, int wanted, Instant now) {
        int permits = acquire(provider, wanted);
        long opened = System.nanoTime();
        FirstWindow window =
                new FirstWindow(permits, now, provider.capabilities().createTimeout());
        afterwards(provider, permits, window.claims(), opened);
        return window;
    }

    /**
     * Takes of these actions, in the transaction that plans them, what fits the free permits, and hands it over in the same way. The
     * rest stays PLANNED, for any replica.
     */
    void claim(long group, Map<String, List<UUID>> planned) {
        planned.forEach((name, actions) -> {
            int taken =
                    providers.here(name).map(it -> claim(group, actions, it)).orElse(0);
            if (taken < actions.size()) {
                jobs.dueNow(Job.Name.PERFORM, name);
            }
        });
    }

    private int claim(long group, List<UUID> actions, ConfiguredProvider provider) {
        int permits = acquire(provider, actions.size());
        if (permits == 0) {
            return 0;
        }
        long claiming = System.nanoTime();
        List<Claim> claimed = new ArrayList<>();
        afterwards(provider, permits, claimed, claiming);
        claimed.addAll(claims.claim(group, actions.subList(0, permits), provider.name(), provider.capabilities()));
        return claimed.size();
    }

    private int acquire(ConfiguredProvider provider, int wanted) {
        int permits = 0;
        while (!stopping && permits < wanted && provider.permits().tryAcquire()) {
            permits++;
        }
        return permits;
    }

    /** Starts what is claimed by then after the commit, and gives back the permits that nothing needs. */
    private void afterwards(ConfiguredProvider provider, int permits, List<Claim> claimed, long claiming) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCompletion(int status) {
                int started = status == STATUS_COMMITTED ? claimed.size() : 0;
                provider.permits().release(permits - started);
                claimed.stream().limit(started).forEach(it -> start(provider, it, claiming));
            }
        });
    }

    private void start(ConfiguredProvider provider, Claim claim, long claimedNanos) {
        calling.incrementAndGet();
        Thread.ofVirtual()
                .name(claim.provider() + " " + claim.member())
                .start(() -> call(provider, claim, claimedNanos));
    }

    private void call(ConfiguredProvider provider, Claim claim, long claimedNanos) {
        Thread caller = Thread.currentThread();
        callers.add(caller);
        ScheduledFuture<?> cut = cutters.schedule(
                caller::interrupt,
                claim.timeout().toNanos() - (System.nanoTime() - claimedNanos),
                TimeUnit.NANOSECONDS);
        Outcome outcome;
        try {
            outcome = calls.make(claim, claimedNanos);
        } finally {
            cut.cancel(false);
            callers.remove(caller);
            provider.permits().release();
            more(provider);
        }
        outcomes.submit(outcome);
        calling.decrementAndGet();
    }

    /** Fills the room that ended calls have left. Many end at once: one claim follows them all. */
    private void more(ConfiguredProvider provider) {
        if (asked.add(provider.name())) {
            Thread.ofVirtual().name("more of " + provider.name()).start(() -> {
                try {
                    Thread.sleep(GATHER);
                    asked.remove(provider.name());
                    while (claim(provider)) {
                        Thread.sleep(SHORT);
                        if (asked.contains(provider.name())) {
                            return; // somebody who was asked later goes on with it
                        }
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } catch (DataAccessException | TransactionException e) {
                    LOG.warn("more calls of {} wait for their next regular look: {}", provider.name(), e.getMessage());
                }
            });
        }
    }

    @Override
    public void start() {
        running = true;
        stopping = false;
    }

    /** Nothing new is called from now on, while jobs and requests that are under way come to their end. */
    @EventListener(ContextClosedEvent.class)
    void closing() {
        if (!stopping) {
            stoppingSince = System.nanoTime();
            stopping = true;
        }
    }

    /**
     * The answers that come soon are still written. Who takes longer is interrupted: what came of that call is unknown, which any
     * other replica can find out at once. Who does not even mind that is left to its deadline.
     */
    @Override
    public void stop() {
        closing();
        running = false;
        try {
            awaitAnswers(stoppingSince + LAST_ANSWERS.toNanos());
            callers.forEach(Thread::interrupt);
            awaitAnswers(System.nanoTime() + LAST_WORDS.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitAnswers(long until) throws InterruptedException {
        while (calling.get() > 0 && System.nanoTime() - until < 0) {
            Thread.sleep(SHORT);
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stops after the schedulers, and before the writer of outcomes. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 50;
    }
}
