package dev.drover.provider.simulator;

import static dev.drover.provider.simulator.CloudFixture.destroy;
import static dev.drover.provider.simulator.CloudFixture.listed;
import static dev.drover.provider.simulator.CloudFixture.request;
import static dev.drover.provider.simulator.CloudFixture.simulator;
import static dev.drover.provider.simulator.CloudFixture.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drover.database.Rows;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.InstanceProvider.Destroyed;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderFailure.Kind;
import dev.drover.provider.spi.Token;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What happens in a cloud, with its time stepped. */
class SimulatorTests {
    private static final Map<String, String> TROUBLE = Map.of(
            "seed", "7",
            "retryableShare", "20%",
            "unknownOutcomeShare", "20%",
            "outOfCapacityShare", "10%",
            "meanLifetime", "10m",
            "vanishShare", "50%");

    private final CloudFixture clouds = new CloudFixture();

    @Test
    void oneSeedAndTheSameCallsMakeTheSameWorld() {
        World one = clouds.world("one", TROUBLE);
        World two = clouds.world("two", TROUBLE);
        World other = clouds.world("other", withSeed("8"));

        assertThat(story(one)).isEqualTo(story(two)).isNotEqualTo(story(other));
    }

    private static Map<String, String> withSeed(String seed) {
        var settings = new HashMap<>(TROUBLE);
        settings.put("seed", seed);
        return settings;
    }

    private List<String> story(World world) {
        Simulator simulator = simulator(world);
        List<String> story = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            story.add(told(simulator, "token-" + i));
        }
        listed(simulator).forEach(it -> story.add(it.toString()));
        clouds.jdbc
                .sql("select id || (dies_at - made_at)::text from simulated_instance where provider = :name order by 1")
                .param("name", world.cloud().name())
                .query(String.class)
                .list()
                .forEach(story::add);
        return story;
    }

    private static String told(Simulator simulator, String token) {
        try {
            return simulator.provision(request(token)).id().value();
        } catch (ProviderFailure e) {
            return e.kind().toString();
        }
    }

    @Test
    void anotherReplicaAndALaterStartSeeTheSameWorld() {
        World first = clouds.world("cloud", Map.of("seed", "3"));
        Instance made = simulator(first).provision(request("a"));
        first.cloud().turn(first.cloud().knobs().with(tree("{\"capacity\": 7}")));

        World later = clouds.world("cloud", Map.of("seed", "4", "capacity", "9"));

        assertThat(later.cloud().seed()).isEqualTo(3);
        assertThat(later.cloud().knobs().count(Knob.CAPACITY)).isEqualTo(7);
        assertThat(listed(simulator(later))).containsExactly(made);
        assertThat(simulator(later).provision(request("a")).id()).isEqualTo(made.id());
        assertThat(simulator(later).provision(request("b")).id()).isNotEqualTo(made.id());
    }

    @Test
    void anInstanceStartsAndThenRuns() {
        Simulator simulator = clouds.simulator(Map.of("startDelay", "30s"));
        assertThat(simulator.provision(request("a")).phase()).isEqualTo(Phase.STARTING);
        assertThat(simulator.provision(request("b", "{\"startDelay\": \"0s\"}")).phase())
                .isEqualTo(Phase.RUNNING);

        clouds.step(Duration.ofSeconds(29));
        assertThat(phase(simulator, "a")).isEqualTo(Phase.STARTING);
        clouds.step(Duration.ofSeconds(1));
        assertThat(phase(simulator, "a")).isEqualTo(Phase.RUNNING);
    }

    @Test
    void listingsAndLookUpsLag() {
        Simulator simulator = clouds.simulator(Map.of("listingLag", "2s", "stopDelay", "5s"));
        Instance made = simulator.provision(request("a"));
        assertThat(listed(simulator)).isEmpty();
        assertThat(simulator.find(new Token("a"))).isEmpty();
        clouds.step(Duration.ofSeconds(2));
        assertThat(listed(simulator)).containsExactly(made);
        assertThat(simulator.find(new Token("a"))).contains(made);

        assertThat(destroy(simulator, made)).isEqualTo(Destroyed.ACCEPTED);
        clouds.step(Duration.ofSeconds(4));
        assertThat(listed(simulator)).extracting(Instance::detail).containsExactly("stopping");
        assertThat(destroy(simulator, made)).isEqualTo(Destroyed.ACCEPTED);
        clouds.step(Duration.ofSeconds(1));
        assertThat(destroy(simulator, made)).isEqualTo(Destroyed.GONE_ALREADY);
        clouds.step(Duration.ofMillis(1999));
        assertThat(listed(simulator)).hasSize(1);
        clouds.step(Duration.ofMillis(1));
        assertThat(simulator.find(new Token("a"))).isEmpty();
        assertThat(listed(simulator)).isEmpty();
        assertThat(rows()).as("what nobody sees any more is forgotten").isZero();
    }

    @Test
    void turningTheLagHidesNothingThatWasListed() {
        World world = clouds.world("cloud", Map.of());
        Simulator simulator = simulator(world);
        simulator.provision(request("a"));
        assertThat(listed(simulator)).hasSize(1);
        world.cloud().turn(Knobs.DEFAULTS.with(tree("{\"listingLag\": \"2s\"}")));
        assertThat(listed(simulator)).hasSize(1);
    }

    @Test
    void instancesDieByThemselvesAfterTheirLifetimes() {
        Simulator simulator = clouds.simulator(Map.of("meanLifetime", "10m", "vanishShare", "30%"));
        IntStream.range(0, 100).forEach(i -> simulator.provision(request("token-" + i)));
        assertThat(listed(simulator)).hasSize(100).allMatch(it -> it.phase() == Phase.RUNNING);

        clouds.step(Duration.ofMinutes(10));
        List<Instance> later = listed(simulator);
        int vanished = 100 - later.size();
        long stopped = later.stream().filter(it -> it.phase() == Phase.STOPPED).count();
        assertThat(vanished).isBetween(8, 35);
        assertThat(stopped).isBetween(25L, 65L);
        assertThat(later)
                .filteredOn(it -> it.phase() == Phase.STOPPED)
                .extracting(Instance::detail)
                .containsOnly("it died by itself (simulated)");
        clouds.step(Duration.ofDays(1));
        assertThat(listed(simulator)).allMatch(it -> it.phase() == Phase.STOPPED);
    }

    @Test
    void aSpecCanSayWhenItsInstancesDie() {
        Simulator simulator = clouds.simulator(Map.of());
        Instance made = simulator.provision(request("a", "{\"dies\": \"30m\"}"));
        clouds.step(Duration.ofMinutes(30));
        assertThat(phase(simulator, "a")).isEqualTo(Phase.STOPPED);
        assertThat(destroy(simulator, made)).isEqualTo(Destroyed.ACCEPTED);
        assertThat(listed(simulator)).isEmpty();
    }

    @Test
    void aCreateWithoutAnAnswerSometimesHappened() {
        Simulator simulator =
                clouds.simulator(Map.of("unknownOutcomeShare", "100%", "happenedShare", "50%", "seed", "5"));
        int happened = 0;
        for (int i = 0; i < 40; i++) {
            Token token = new Token("token-" + i);
            assertKind(Kind.UNKNOWN_OUTCOME, () -> simulator.provision(request(token.value())));
            happened += simulator.find(token).isPresent() ? 1 : 0;
        }
        assertThat(happened).isBetween(10, 30);
        assertThat(listed(simulator)).hasSize(happened);
    }

    @Test
    void aDestroyWithoutAnAnswerSometimesHappened() {
        World world = clouds.world("cloud", Map.of());
        Simulator simulator = simulator(world);
        IntStream.range(0, 40).forEach(i -> simulator.provision(request("token-" + i)));
        world.cloud().turn(Knobs.DEFAULTS.with(tree("{\"unknownOutcomeShare\": \"100%\"}")));
        for (Instance instance : listed(simulator)) {
            assertKind(Kind.UNKNOWN_OUTCOME, () -> destroy(simulator, instance));
        }
        List<Instance> left = listed(simulator);
        assertThat(left).hasSizeBetween(10, 30);
        left.forEach(it -> assertKind(Kind.UNKNOWN_OUTCOME, () -> destroy(simulator, it)));
        assertThat(listed(simulator)).as("another attempt, another fate").hasSizeBetween(1, left.size() - 1);
    }

    @Test
    void callsFailAsTheKnobsSayAndNothingHappens() {
        fails(Map.of("retryableShare", "100%"), Kind.RETRYABLE);
        fails(Map.of("outOfCapacityShare", "100%"), Kind.OUT_OF_CAPACITY);
        fails(Map.of("rejectedShare", "100%"), Kind.REJECTED);
        fails(Map.of("throttledShare", "100%", "throttledFor", "42s"), Kind.THROTTLED);
        assertThat(rows()).isZero();
    }

    private void fails(Map<String, String> settings, Kind kind) {
        Simulator simulator = simulator(clouds.world(kind.toString(), settings));
        ProviderFailure failure = assertKind(kind, () -> simulator.provision(request("a")));
        assertThat(failure.after()).isEqualTo(kind == Kind.THROTTLED ? Duration.ofSeconds(42) : null);
    }

    @Test
    void listingsFailAsAWhole() {
        World world = clouds.world("cloud", Map.of("listingFailureShare", "100%"));
        Simulator simulator = simulator(world);
        simulator.provision(request("a"));
        assertKind(Kind.RETRYABLE, () -> listed(simulator));
        assertKind(Kind.RETRYABLE, () -> simulator.find(new Token("a")));
    }

    @Test
    void aTokenMakesTwoInstancesWhereCreatesAreNotIdempotent() {
        Simulator simulator = clouds.simulator(Map.of("idempotentCreate", "false"));
        Instance first = simulator.provision(request("a"));
        Instance second = simulator.provision(request("a"));
        assertThat(listed(simulator)).containsExactlyInAnyOrder(first, second);
        assertThat(simulator.find(new Token("a"))).contains(first);
    }

    @Test
    void aTokenIsFreeAgainWhenItsInstanceIsGone() {
        Simulator simulator = clouds.simulator(Map.of("stopDelay", "5s"));
        Instance first = simulator.provision(request("a"));
        destroy(simulator, first);
        assertThat(simulator.provision(request("a")).id()).isEqualTo(first.id());
        clouds.step(Duration.ofSeconds(5));
        Instance second = simulator.provision(request("a"));
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(listed(simulator)).containsExactly(second);
    }

    @Test
    void listingsComeInPages() {
        clouds.simulator(Map.of());
        clouds.jdbc.sql("""
                insert into simulated_instance (provider, id, number, token, copy, labels, made_at, runs_at, listed_from, vanishes)
                select 'cloud', 'sim-' || n, n, 'token-' || n, 0, '{"drover.owner": "test"}', :now, :now, :now, false
                  from generate_series(1, 2500) n
                """).param("now", Rows.timestamp(clouds.now())).update();
        List<Integer> pages = new ArrayList<>();
        clouds.simulator(Map.of()).describe(Map.of("drover.owner", "test"), page -> pages.add(page.size()));
        assertThat(pages).containsExactly(1000, 1000, 500);
        clouds.simulator(Map.of()).describe(Map.of("drover.owner", "te\0st"), page -> pages.add(page.size()));
        assertThat(pages).hasSize(3);
    }

    @Test
    void idsAreAllDifferent() {
        assertThat(IntStream.range(0, 200_000)
                        .mapToObj(i -> InstanceIds.of(1, i).value()))
                .doesNotHaveDuplicates()
                .allMatch(InstanceIds::isOne);
    }

    private static Phase phase(Simulator simulator, String token) {
        return simulator.find(new Token(token)).orElseThrow().phase();
    }

    private long rows() {
        return clouds.jdbc
                .sql("select count(*) from simulated_instance")
                .query(Long.class)
                .single();
    }

    private static ProviderFailure assertKind(Kind kind, ThrowingCallable call) {
        ProviderFailure failure = catchThrowableOfType(ProviderFailure.class, call);
        assertThat(failure.kind()).isEqualTo(kind);
        return failure;
    }
}
