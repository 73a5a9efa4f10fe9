package dev.drover.provider.simulator;

import static dev.drover.provider.simulator.CloudFixture.destroy;
import static dev.drover.provider.simulator.CloudFixture.listed;
import static dev.drover.provider.simulator.CloudFixture.request;
import static dev.drover.provider.simulator.CloudFixture.simulator;
import static dev.drover.provider.simulator.CloudFixture.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderFailure.Kind;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How many instances a cloud has room for. */
class CapacityTests {
    private final CloudFixture clouds = new CloudFixture();

    /** Each call has a connection of its own. */
    @Test
    void replicasTogetherMakeNoMoreThanThereIsRoomFor() throws Exception {
        List<Simulator> replicas = List.of(replica("10"), replica("10"));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> answers = IntStream.range(0, 60)
                    .mapToObj(i -> threads.submit(() -> isMade(replicas.get(i % 2), "token-" + i)))
                    .toList();
            int made = 0;
            for (Future<Boolean> answer : answers) {
                made += answer.get() ? 1 : 0;
            }
            assertThat(made).isEqualTo(10);
        }
        assertThat(listed(replicas.getFirst())).hasSize(10);
    }

    /** The count that a create begins with must not miss an instance whose transaction is still open when it begins. */
    @Test
    void whoeverCountsAnewWaitsForThoseThatAreBeingMade() throws Exception {
        World first = clouds.world("cloud", Map.of());
        simulator(first).provision(request("a"));
        first.cloud().turn(Knobs.DEFAULTS.with(tree("{\"capacity\": 2}")));
        try (Connection connection = clouds.database.getConnection();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            connection.setAutoCommit(false);
            assertThat(isMade(simulator(clouds.world(connection)), "b")).isTrue();
            Future<Boolean> third = threads.submit(() -> isMade(simulator(first), "c"));
            await().until(() -> waitsForALock() || third.isDone());
            connection.commit();
            assertThat(third.get()).as("a third one is made").isFalse();
        }
        assertThat(listed(simulator(first))).hasSize(2);
    }

    private boolean waitsForALock() {
        return clouds.jdbc.sql("""
                        select exists (select from pg_stat_activity
                                        where datname = current_database() and wait_event_type = 'Lock')
                        """).query(Boolean.class).single();
    }

    @Test
    void theRoomOfInstancesThatEndedIsFreeAgain() {
        Simulator simulator = replica("2");
        simulator.provision(request("a", "{\"dies\": \"1m\"}"));
        var second = simulator.provision(request("b"));
        assertThat(isMade(simulator, "c")).isFalse();
        assertThat(isMade(simulator, "b")).as("it is there already").isTrue();

        clouds.step(Duration.ofMinutes(1));
        assertThat(isMade(simulator, "c")).isTrue();
        assertThat(isMade(simulator, "d")).isFalse();
        destroy(simulator, second);
        assertThat(isMade(simulator, "d")).isTrue();
        assertThat(isMade(simulator, "e")).isFalse();
    }

    @Test
    void aLimitCountsWhatWasMadeWithoutOne() {
        World world = clouds.world("cloud", Map.of());
        Simulator simulator = simulator(world);
        IntStream.range(0, 3).forEach(i -> simulator.provision(request("token-" + i)));
        world.cloud().turn(Knobs.DEFAULTS.with(tree("{\"capacity\": 4}")));
        assertThat(isMade(simulator, "a")).isTrue();
        assertThat(isMade(simulator, "b")).isFalse();
        world.cloud().turn(Knobs.DEFAULTS.with(tree("{\"capacity\": 0}")));
        assertThat(isMade(simulator, "b")).isFalse();
    }

    private Simulator replica(String capacity) {
        return simulator(clouds.world("cloud", Map.of("capacity", capacity)));
    }

    private static boolean isMade(Simulator simulator, String token) {
        ProviderFailure failure =
                catchThrowableOfType(ProviderFailure.class, () -> simulator.provision(request(token)));
        if (failure != null) {
            assertThat(failure.kind()).isEqualTo(Kind.OUT_OF_CAPACITY);
        }
        return failure == null;
    }
}
