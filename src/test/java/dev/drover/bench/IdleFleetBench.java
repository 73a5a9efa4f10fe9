package dev.drover.bench;

import dev.drover.StoreTest;
import dev.drover.StoredFleet;
import dev.drover.provider.Providers;
import dev.drover.provider.fake.FakeProvider;
import dev.drover.work.DatabaseClock;
import dev.drover.work.Job;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;

/** What it costs to look at 1,000 groups of 100 members with which all is well. */
@StoreTest
@Import({StoredFleet.class, Cpu.class})
class IdleFleetBench {
    private static final int GROUPS = Integer.getInteger("drover.bench.groups", 1000);
    private static final int SIZE = Integer.getInteger("drover.bench.size", 100);
    private static final int ROUNDS = Integer.getInteger("drover.bench.rounds", 8);

    @Autowired
    List<Job> jobs;

    @Autowired
    Providers providers;

    @Autowired
    DatabaseClock clock;

    @Autowired
    StoredFleet fleet;

    @Autowired
    Cpu cpu;

    @Test
    void anIdleFleet() {
        List<Long> groups = fleet.settled("fake", GROUPS, SIZE);
        fleet.settle();
        fleet.fill("fake", (FakeProvider) providers.provider("fake").orElseThrow());
        Job observe = job(Job.Name.OBSERVE);
        Job reconcile = job(Job.Name.RECONCILE);
        for (int round = 1; round <= ROUNDS; round++) {
            clock.step(Duration.ofSeconds(11));
            Cpu.Cost listing = cpu.of(() -> observe.run("fake"));
            Cpu.Cost passes = cpu.of(() -> groups.forEach(it -> reconcile.run(String.valueOf(it))));
            System.out.printf(
                    "round %d: a listing of %d: %s%n         %d passes: %s%n",
                    round, GROUPS * SIZE, listing, GROUPS, passes);
        }
        System.out.printf("live heap with everything: %.0f MB%n", Cpu.liveHeap());
    }

    private Job job(Job.Name name) {
        return jobs.stream().filter(it -> it.name() == name).findFirst().orElseThrow();
    }
}
