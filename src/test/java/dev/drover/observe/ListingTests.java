package dev.drover.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.StoreTest;
import dev.drover.StoredFleet;
import dev.drover.StoredGroups;
import dev.drover.database.Rows;
import dev.drover.instance.Orphans;
import dev.drover.member.ListingFacts;
import dev.drover.provider.ConfiguredProvider;
import dev.drover.provider.Installation;
import dev.drover.provider.Providers;
import dev.drover.provider.fake.FakeProvider;
import dev.drover.provider.fake.Faults;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.InstanceProvider;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.Token;
import dev.drover.work.DatabaseClock;
import dev.drover.work.Job;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** When a provider is listed, and how much of a listing is kept. */
@StoreTest
@Import(StoredFleet.class)
class ListingTests {
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    @Autowired
    List<Job> jobs;

    @Autowired
    Installation installation;

    @Autowired
    ListingFacts facts;

    @Autowired
    Orphans orphans;

    @Autowired
    NextListing nextListing;

    @Autowired
    DatabaseClock clock;

    @Autowired
    StoredGroups groups;

    @Autowired
    StoredFleet fleet;

    @Autowired
    JdbcClient jdbc;

    private final FakeProvider fake = new FakeProvider();
    private String provider = "";

    @Autowired
    ObserveProvider observe;

    @BeforeEach
    void aProviderOfItsOwn() {
        provider = groups.provider();
        observe = observing(fake);
    }

    @Test
    void anIdleFleetCostsAListingAnIntervalAndAPassAMinuteAndWritesNothing() {
        List<Long> idle = fleet.settled(provider, 20, 5);
        fleet.fill(provider, fake);
        Map<Long, Instant> due = new HashMap<>();
        Instant listing = next(observe.run(provider));
        idle.forEach(it -> due.put(it, pass(it))); // the first one leaves a status
        String before = fleet.versions();
        Instant begun = clock.now();
        int listed = listed();
        int passes = 0;

        while (clock.now().isBefore(begun.plusSeconds(100))) {
            clock.step(Duration.ofMillis(500));
            Instant now = clock.now();
            if (!listing.isAfter(now)) {
                listing = next(observe.run(provider));
                assertThat(observe.dueAfterRelease(provider)).isFalse();
            }
            for (long group : idle) {
                if (!due.getOrDefault(group, Instant.MAX).isAfter(now)) {
                    due.put(group, pass(group));
                    passes++;
                }
            }
        }

        assertThat(listed() - listed).isBetween(7, 10);
        assertThat(passes).isEqualTo(idle.size());
        assertThat(fleet.versions()).isEqualTo(before);
    }

    @Test
    void whoeverMakesTheJobDueTooEarlyGetsNoFurtherListing() {
        Instant next = next(observe.run(provider));

        assertThat(observe.run(provider)).contains(next);
        assertThat(listed()).isOne();
        clock.step(INTERVAL);
        observe.run(provider);
        assertThat(listed()).isEqualTo(2);
    }

    @Test
    void anAnsweredDestroyAsksForAListingASecondAfterTheLast() {
        long group = fleet.settled(provider, 1, 2).getFirst();
        fleet.fill(provider, fake);
        Instant begun = clock.now();
        destroyed(group, 0);

        assertThat(next(observe.run(provider))).isBetween(begun.plusSeconds(1), begun.plusSeconds(5));
    }

    @Test
    void aDestroyThatIsAnsweredWhenTheNextListingIsPlannedAlreadyAsksForOneAllTheSame() {
        long group = fleet.settled(provider, 1, 2).getFirst();
        fleet.fill(provider, fake);
        Instant regular = next(observe.run(provider));
        assertThat(observe.dueAfterRelease(provider)).isFalse();

        destroyed(group, 0);

        assertThat(observe.dueAfterRelease(provider)).isTrue();
        assertThat(next(observe.run(provider))).isBefore(regular);
        assertThat(observe.dueAfterRelease(provider)).isFalse();
    }

    @Test
    void nothingOfAPageIsKeptWhenTheNextOneComes() {
        int size = 20_000;
        fleet.settled(provider, 20, size / 20);
        List<Told> rows = jdbc.sql("select token, provider_id from member where provider = :provider")
                .param("provider", provider)
                .query((row, number) -> new Told(row.getObject("token", UUID.class), row.getString("provider_id")))
                .list();
        List<WeakReference<Instance>> told = new ArrayList<>();
        observe = observing(new ListedOnly(page -> {
            for (int from = 0; from < size; from += 500) {
                tell(rows.subList(from, from + 500), page, told);
            }
            assertThat(alive(told)).isLessThanOrEqualTo(500); // the comparison goes on: it is not whole yet
        }));

        observe.run(provider);

        assertThat(told).hasSize(size);
        assertThat(jdbc.sql("select error from observation where provider = :provider and started_at is not null")
                        .param("provider", provider)
                        .query((row, number) -> String.valueOf(row.getString("error")))
                        .list())
                .containsExactly("null");
        assertThat(jdbc.sql("select count(*) from member where provider = :provider and missing_since is not null")
                        .param("provider", provider)
                        .query(Long.class)
                        .single())
                .isZero();
    }

    private static void tell(List<Told> rows, Consumer<List<Instance>> page, List<WeakReference<Instance>> told) {
        List<Instance> instances = rows.stream().map(Told::instance).toList();
        instances.forEach(it -> told.add(new WeakReference<>(it)));
        page.accept(instances);
    }

    private static long alive(List<WeakReference<Instance>> told) {
        long alive = told.size();
        for (int i = 0; i < 20 && alive > 500; i++) {
            System.gc();
            alive = told.stream().filter(it -> !it.refersTo(null)).count();
        }
        return alive;
    }

    private ObserveProvider observing(InstanceProvider instances) {
        Providers only = new Providers(List.of(new ConfiguredProvider(provider, "fake", instances, INTERVAL, 16)));
        return new ObserveProvider(only, installation, facts, orphans, nextListing, clock);
    }

    private int listed() {
        return fake.faults().calls(Faults.Call.DESCRIBE);
    }

    private static Instant next(Optional<Instant> next) {
        return next.orElseThrow();
    }

    private Instant pass(long group) {
        Job pass = jobs.stream()
                .filter(it -> it.name() == Job.Name.RECONCILE)
                .findFirst()
                .orElseThrow();
        return next(pass.run(String.valueOf(group)));
    }

    private void destroyed(long group, int number) {
        jdbc.sql("""
                with m as (
                    update member set state = 'LEAVING', leaving_since = :now, leaving_why = 'SURPLUS'
                     where group_id = :group and number = :number
                    returning *)
                insert into action (group_id, id, member, kind, state, provider, why, epoch, attempts, not_before, planned_at,
                                    called_at, deadline, closed_at, accepted)
                select group_id, gen_random_uuid(), number, 'DESTROY', 'DONE', provider, 'SURPLUS', 1, 1, :now, :now, :now, :now,
                       :now, true
                  from m
                """)
                .param("group", group)
                .param("number", number)
                .param("now", Rows.timestamp(clock.now()))
                .update();
    }

    private record Told(UUID token, String id) {
        Instance instance() {
            return new Instance(
                    new ProviderId(id),
                    new Token(token.toString()),
                    Map.of(),
                    Phase.RUNNING,
                    List.of("127.0.0.1"),
                    Map.of(),
                    null);
        }
    }
}
