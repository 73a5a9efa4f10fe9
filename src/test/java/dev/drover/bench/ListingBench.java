package dev.drover.bench;

import dev.drover.StoreTest;
import dev.drover.StoredFleet;
import dev.drover.StoredGroups;
import dev.drover.member.Comparison;
import dev.drover.member.Listing;
import dev.drover.member.ListingFacts;
import dev.drover.provider.spi.Instance;
import dev.drover.work.DatabaseClock;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;

/** What it costs to compare a listing of 100,000 instances with the member rows, when nothing has changed. */
@StoreTest
@Import({StoredFleet.class, Cpu.class})
class ListingBench {
    private static final int MEMBERS = Integer.getInteger("drover.bench.members", 100_000);
    private static final int ROUNDS = Integer.getInteger("drover.bench.rounds", 20);
    private static final int PAGE = 1000;

    @Autowired
    ListingFacts facts;

    @Autowired
    StoredGroups groups;

    @Autowired
    StoredFleet fleet;

    @Autowired
    DatabaseClock clock;

    @Autowired
    Cpu cpu;

    @Test
    void nothingHasChanged() {
        String provider = groups.provider();
        fleet.settled(provider, MEMBERS / 1000, 1000);
        fleet.settle();
        List<Instance> instances = fleet.instances(provider);
        for (int round = 1; round <= ROUNDS; round++) {
            double thread = thread();
            Cpu.Cost cost = cpu.of(() -> compare(provider, instances).whole());
            System.out.printf(
                    "round %d: %d instances: %s; this thread %.2f s%n", round, MEMBERS, cost, thread() - thread);
        }
        double before = Cpu.liveHeap();
        Comparison comparison = compare(provider, instances);
        double with = Cpu.liveHeap();
        comparison.whole();
        System.out.printf("live heap of a comparison: %.1f MB%n", with - before);
    }

    private Comparison compare(String provider, List<Instance> instances) {
        Comparison comparison =
                facts.compare(new Listing(provider, clock.now(), Duration.ofSeconds(10), Duration.ZERO), it -> {});
        for (int from = 0; from < instances.size(); from += PAGE) {
            comparison.page(instances.subList(from, Math.min(instances.size(), from + PAGE)));
        }
        return comparison;
    }

    private static double thread() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
    }
}
