package dev.drover.observe;

import dev.drover.instance.Orphans;
import dev.drover.member.ListingFacts;
import dev.drover.provider.ConfiguredProvider;
import dev.drover.provider.Installation;
import dev.drover.provider.Providers;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.InstanceProvider;
import dev.drover.provider.spi.Labels;
import dev.drover.work.Standing;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Takes in what providers push. A push that is lost is found by the next listing. */
@Component
class WatchProviders implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(WatchProviders.class);

    /** One that hangs while it is closed is left to itself. */
    private static final Duration CLOSED_WITHIN = Duration.ofSeconds(2);

    private final Providers providers;
    private final Installation installation;
    private final ListingFacts facts;
    private final Orphans orphans;
    private final Standing standing;
    private final Queue<InstanceProvider.Watch> watches = new ConcurrentLinkedQueue<>();
    private volatile boolean running;

    WatchProviders(
            Providers providers, Installation installation, ListingFacts facts, Orphans orphans, Standing standing) {
        this.providers = providers;
        this.installation = installation;
        this.facts = facts;
        this.orphans = orphans;
        this.standing = standing;
    }

    /** Each on a thread of its own: one that hangs keeps nobody else from being watched, nor Drover from starting. */
    @Override
    public void start() {
        if (!standing.acts()) {
            return;
        }
        running = true;
        String owner = installation.owner();
        providers.all().stream()
                .filter(it ->
                        it.capabilities().watch() && providers.here(it.name()).isPresent())
                .forEach(it -> Thread.ofVirtual().name("watch " + it.name()).start(() -> watch(it, owner)));
    }

    private void watch(ConfiguredProvider provider, String owner) {
        try {
            InstanceProvider.Watch watch = provider.instances().watch(instance -> changed(provider, owner, instance));
            watches.add(watch);
            if (!running) {
                close();
            }
        } catch (Throwable e) {
            LOG.warn("provider {} is not watched, only listed: {}", provider.name(), String.valueOf(e.getMessage()));
        }
    }

    private void changed(ConfiguredProvider provider, String owner, @Nullable Instance instance) {
        if (instance == null || !owner.equals(instance.labels().get(Labels.OWNER))) {
            return;
        }
        try {
            if (!facts.changed(provider.name(), instance)) {
                orphans.pushed(provider.name(), instance);
            }
        } catch (DataAccessException | TransactionException e) {
            LOG.warn("a change of {} at {} was not stored: {}", instance.id(), provider.name(), e.getMessage());
        }
    }

    @Override
    public void stop() {
        running = false;
        Thread closing = Thread.ofPlatform().daemon().name("close watches").start(this::close);
        try {
            closing.join(CLOSED_WITHIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void close() {
        for (InstanceProvider.Watch watch = watches.poll(); watch != null; watch = watches.poll()) {
            try {
                watch.close();
            } catch (RuntimeException e) {
                LOG.debug("a watch did not close: {}", e.getMessage());
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
