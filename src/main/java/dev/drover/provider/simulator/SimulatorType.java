package dev.drover.provider.simulator;

import dev.drover.provider.spi.InstanceProvider;
import dev.drover.provider.spi.InstanceProviderType;
import dev.drover.provider.spi.ProviderSettings;
import java.time.InstantSource;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** {@code drover.providers.<name>.type: simulator}. It is no service of the class path: it needs Drover's database. */
@Component
class SimulatorType implements InstanceProviderType {
    private final Simulators simulators;
    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final InstantSource clock;
    private final Environment environment;
    private final Storage storage = new Storage();

    SimulatorType(
            Simulators simulators,
            JdbcClient jdbc,
            TransactionOperations transactions,
            InstantSource clock,
            Environment environment) {
        this.simulators = simulators;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.clock = clock;
        this.environment = environment;
    }

    @Override
    public String type() {
        return "simulator";
    }

    @Override
    public InstanceProvider create(ProviderSettings given) {
        Settings settings = Settings.of(given.settings());
        World world = World.of(given.name(), settings, jdbc, transactions, clock);
        simulators.add(world);
        return new Simulator(world, new HealthPort(settings.healthPort(), environment), storage);
    }
}
