package dev.drover.provider;

import dev.drover.work.DatabaseClock;
import dev.drover.work.Standing;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Says every few seconds that this replica lives and what it has configured, and who of the others has fallen silent. */
@Component
class RollCall implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(RollCall.class);

    private final Providers providers;
    private final Replicas replicas;
    private final LostProviders lost;
    private final ReplicaSettings settings;
    private final DatabaseClock clock;
    private final TransactionOperations transactions;
    private final Standing standing;
    private final String host = HostName.own();
    private @Nullable ScheduledExecutorService saying;

    RollCall(
            Providers providers,
            Replicas replicas,
            LostProviders lost,
            ReplicaSettings settings,
            DatabaseClock clock,
            TransactionOperations transactions,
            Standing standing) {
        this.standing = standing;
        this.providers = providers;
        this.replicas = replicas;
        this.lost = lost;
        this.settings = settings;
        this.clock = clock;
        this.transactions = transactions;
    }

    void say() {
        transactions.executeWithoutResult(transaction -> {
            Instant now = clock.now();
            replicas.say(host, own(), now);
            lost.conclude(replicas.aliveSince(now), now);
        });
    }

    private Map<String, @Nullable String> own() {
        Map<String, @Nullable String> own = new LinkedHashMap<>();
        providers
                .all()
                .forEach(it -> own.put(it.name(), providers.host(it.name()).orElse(null)));
        return own;
    }

    /** A database that is away, or a failure of ours, is over some time: this goes on. */
    private void saySafely() {
        try {
            say();
        } catch (RuntimeException e) {
            LOG.warn("this replica could not say that it lives: {}", e.getMessage());
        }
    }

    @Override
    public synchronized void start() {
        if (!standing.acts()) {
            return;
        }
        say();
        saying = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("roll call").factory());
        long every = settings.saysEvery().toMillis();
        ScheduledFuture<?> _ = saying.scheduleWithFixedDelay(this::saySafely, every, every, TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void stop() {
        if (saying != null) {
            saying.shutdownNow();
            saying = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return saying != null;
    }

    /** After the providers have been registered, and before any pass or job. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 150;
    }
}
