package dev.drover.provider;

import dev.drover.provider.spi.ProviderSource;
import dev.drover.provider.spi.ProviderSource.Sighting;
import dev.drover.work.DatabaseClock;
import dev.drover.work.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Looks again and again for providers and flavors that nobody configured, and takes in what is new. What was found once stays: one
 * that is away is like any other that does not answer.
 */
@Component
class DiscoverProviders implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(DiscoverProviders.class);

    private final List<ProviderSource> sources;
    private final Providers providers;
    private final Flavors flavors;
    private final Discovered discovered;
    private final RememberedSightings remembered;
    private final ProviderRegistration registration;
    private final DatabaseClock clock;
    private final Standing standing;
    private final String host = HostName.own();
    private @Nullable ScheduledExecutorService looking;

    DiscoverProviders(
            ObjectProvider<ProviderSource> sources,
            Providers providers,
            Flavors flavors,
            Discovered discovered,
            RememberedSightings remembered,
            ProviderRegistration registration,
            DatabaseClock clock,
            Standing standing) {
        this.sources = sources.orderedStream().toList();
        this.providers = providers;
        this.flavors = flavors;
        this.discovered = discovered;
        this.remembered = remembered;
        this.registration = registration;
        this.clock = clock;
        this.standing = standing;
    }

    /** Takes in what is there now. */
    void look(ProviderSource source) {
        Instant now = clock.now();
        Map<String, Sighting> seen = new HashMap<>();
        source.look().forEach(it -> seen.put(it.name(), it));
        seen.values().forEach(it -> seen(source, it, now));
        discovered.by(source).stream()
                .filter(it -> !seen.containsKey(it.sighting().name()))
                .forEach(it -> turn(
                        it,
                        it.turned(it.sighting(), source.silence(it.sighting().name()), now)));
    }

    private void seen(ProviderSource source, Sighting sighting, Instant now) {
        Discovered.@Nullable State before = discovered.of(sighting.name()).orElse(null);
        boolean news = before == null || !before.sighting().equals(sighting);
        if (news) {
            if (!takeIn(source, sighting)) {
                return;
            }
            remembered.remember(place(source), sighting, now);
        }
        if (before == null) {
            LOG.info("found {}, which offers {}", sighting.name(), String.join(", ", sighting.interfaces()));
            discovered.put(new Discovered.State(source, sighting, now, null));
        } else {
            turn(before, before.turned(sighting, null, now));
        }
    }

    private void turn(Discovered.State before, Discovered.State now) {
        discovered.put(now);
        if (before.reachable() && !now.reachable()) {
            LOG.warn("{} cannot be reached: {}", now.sighting().name(), now.silence());
        } else if (!before.reachable() && now.reachable()) {
            LOG.info("{} can be reached again", now.sighting().name());
        }
    }

    /** Whether any of it counts: a name that is configured is somebody else's. */
    private boolean takeIn(ProviderSource source, Sighting sighting) {
        String name = sighting.name();
        if (sighting.flavor() && flavors.add(name, source.type(), source.flavor(name))) {
            discovered.isFlavor(name);
        }
        if (sighting.instances() && providers.configured(name).isEmpty()) {
            ConfiguredProvider provider = new ConfiguredProvider(
                    name, source.type(), source.instances(name), source.observeEvery(), source.permits());
            registration.register(provider); // first: if the database is away, all of this is done again
            providers.add(provider);
            discovered.isProvider(name);
        }
        return discovered.counts(name);
    }

    private void remember(ProviderSource source) {
        Instant now = clock.now();
        remembered.inUse(place(source)).forEach(it -> {
            if (takeIn(source, it)) {
                discovered.put(new Discovered.State(source, it, now, "it has not been seen since Drover started"));
            }
        });
    }

    private String place(ProviderSource source) {
        return host + ":" + source.place();
    }

    /** A database that is away, or a place that cannot be read, is over some time: this goes on. */
    private void lookSafely(ProviderSource source) {
        try {
            look(source);
        } catch (RuntimeException e) {
            LOG.warn("{} could not be looked through for providers: {}", source.place(), e.getMessage());
        }
    }

    @Override
    public synchronized void start() {
        if (!standing.acts() || sources.isEmpty()) {
            return;
        }
        looking = Executors.newScheduledThreadPool(
                sources.size(), Thread.ofPlatform().daemon().name("discovery").factory());
        List<ScheduledFuture<?>> looks = new ArrayList<>();
        for (ProviderSource source : sources) {
            remember(source);
            lookSafely(source);
            long every = source.every().toMillis();
            looks.add(looking.scheduleWithFixedDelay(() -> lookSafely(source), every, every, TimeUnit.MILLISECONDS));
        }
        LOG.debug("{} places are looked through for providers", looks.size());
    }

    @Override
    public synchronized void stop() {
        if (looking != null) {
            looking.shutdownNow();
            looking = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return looking != null;
    }

    /** After what is configured has been registered, and before this replica says what it has. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 175;
    }
}
