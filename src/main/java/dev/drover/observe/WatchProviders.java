package dev.drover.observe;

import dev.drover.instance.Orphans;
import dev.drover.member.ListingFacts;
import dev.drover.provider.ConfiguredProvider;
import dev.drover.provider.Installation;
import dev.drover.provider.Providers;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.InstanceProvider;
import dev.drover.provider.spi.Labels;
import java.util.ArrayList;
import java.util.List;
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

    private final Providers providers;
    private final Installation installation;
    private final ListingFacts facts;
    private final Orphans orphans;
    private final List<InstanceProvider.Watch> watches = new ArrayList<>();
    private volatile boolean running;

    WatchProviders(Providers providers, Installation installation, ListingFacts facts, Orphans orphans) {
        this.providers = providers;
        this.installation = installation;
        this.facts = facts;
        this.orphans = orphans;
    }

    @Override
    public void start() {
        String owner = installation.owner();
        providers.all().stream()
                .filter(it ->
                        it.capabilities().watch() && providers.here(it.name()).isPresent())
                .forEach(it -> watches.add(it.instances().watch(instance -> changed(it, owner, instance))));
        running = true;
    }

    private void changed(ConfiguredProvider provider, String owner, Instance instance) {
        if (!owner.equals(instance.labels().get(Labels.OWNER))) {
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
        watches.forEach(InstanceProvider.Watch::close);
        watches.clear();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
