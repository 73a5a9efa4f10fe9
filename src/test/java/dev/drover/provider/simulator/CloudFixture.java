package dev.drover.provider.simulator;

import dev.drover.TestPostgres;
import dev.drover.provider.spi.DestroyReason;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.InstanceProvider.Destroyed;
import dev.drover.provider.spi.Labels;
import dev.drover.provider.spi.ProvisionRequest;
import dev.drover.provider.spi.Token;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A database of its own, simulators on it, and a clock that stands still unless it is moved. */
final class CloudFixture implements InstantSource {
    final DataSource database = TestPostgres.freshDatabase();
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.now().truncatedTo(ChronoUnit.SECONDS));

    final JdbcClient jdbc = JdbcClient.create(database);

    @Override
    public Instant instant() {
        return now();
    }

    Instant now() {
        return Objects.requireNonNull(now.get());
    }

    void step(Duration by) {
        now.updateAndGet(it -> it.plus(by));
    }

    World world(String name, Map<String, String> settings) {
        return world(name, settings, this);
    }

    World world(String name, Map<String, String> settings, InstantSource clock) {
        return World.of(
                name,
                Settings.of(settings),
                JdbcClient.create(database),
                new TransactionTemplate(new DataSourceTransactionManager(database)),
                clock);
    }

    /** The cloud through this connection alone, whose transaction it leaves open. */
    World world(Connection connection) {
        return World.of(
                "cloud",
                Settings.of(Map.of()),
                JdbcClient.create(new SingleConnectionDataSource(connection, true)),
                TransactionOperations.withoutTransaction(),
                this);
    }

    static Simulator simulator(World world) {
        return new Simulator(world, new HealthPort(OptionalInt.of(8080), new MockEnvironment()), new Storage());
    }

    Simulator simulator(Map<String, String> settings) {
        return simulator(world("cloud", settings));
    }

    static ProvisionRequest request(String token) {
        return request(token, "{}");
    }

    static ProvisionRequest request(String token, String properties) {
        return new ProvisionRequest(
                new Token(token),
                Map.of(Labels.OWNER, "test", Labels.TOKEN, token),
                List.of(),
                null,
                0,
                List.of(),
                tree(properties));
    }

    static JsonNode tree(String json) {
        return JsonMapper.shared().readTree(json);
    }

    static Destroyed destroy(Simulator simulator, Instance instance) {
        return simulator.destroy(instance.id(), Objects.requireNonNull(instance.token()), DestroyReason.TERMINATE);
    }

    static List<Instance> listed(Simulator simulator) {
        List<Instance> listed = new ArrayList<>();
        simulator.describe(Map.of(Labels.OWNER, "test"), listed::addAll);
        return listed;
    }
}
