package dev.drover.provider.simulator;

import java.time.Instant;
import java.time.InstantSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** One simulated cloud, and what happens in it. */
record World(Settings settings, Cloud cloud, Instances instances, Births births, Changes changes, InstantSource clock) {

    static World of(
            String name, Settings settings, JdbcClient jdbc, TransactionOperations transactions, InstantSource clock) {
        Cloud cloud = Cloud.of(name, settings, jdbc);
        Instances instances = new Instances(name, jdbc);
        boolean idempotent = settings.capabilities().idempotentCreate();
        return new World(
                settings,
                cloud,
                instances,
                new Births(cloud, idempotent, instances, jdbc, transactions),
                new Changes(cloud, jdbc),
                clock);
    }

    Instant now() {
        return clock.instant();
    }
}
