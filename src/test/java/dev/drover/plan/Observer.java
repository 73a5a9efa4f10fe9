package dev.drover.plan;

import dev.drover.provider.spi.Instance;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists the provider and probes members: late, in vain, or falsely. */
final class Observer {
    private final World world;
    private final Dice dice;
    private final Climate climate;
    private final Due listing;
    private boolean listingUnderWay;
    private @Nullable Instant falseSince;

    Observer(World world) {
        this.world = world;
        this.dice = world.dice;
        this.climate = world.climate;
        this.listing = new Due(world.time, this::list);
    }

    void start() {
        listing.in(Duration.ZERO);
        if (climate.probed()) {
            probe();
        }
    }

    void listSoon() {
        listing.in(Duration.ofSeconds(1).plus(climate.capabilities().consistencyWindow()));
    }

    private void list() {
        listing.in(climate.interval());
        if (listingUnderWay) {
            return;
        }
        listingUnderWay = true;
        Instant begun = world.time.now();
        boolean fails = world.strikes(climate.failedListings());
        boolean slow = world.strikes(climate.slowCalls() / 4);
        world.time.after(slow ? dice.seconds(0, 20) : dice.seconds(0, 1), () -> read(begun, fails, slow));
    }

    private void read(Instant begun, boolean fails, boolean slow) {
        List<Instance> shown = world.cloud.list(world.time.now());
        world.time.after(slow ? dice.seconds(0, 5) : Duration.ofMillis(50), () -> {
            listingUnderWay = false;
            if (fails) {
                world.trace("a listing fails");
                world.facts.listingFailed(world.time.now());
                world.wake();
                return;
            }
            boolean lies = world.listsNothing
                    || (world.facts.boundAndStaying() >= 2 && mayLie(begun) && world.strikes(lieRate()));
            falseSince = lies ? firstOf(falseSince, begun) : null;
            if (lies) {
                world.trace("a listing shows nothing, falsely");
            }
            world.facts.listed(begun, lies ? List.of() : shown, world.time.now());
            world.strays.listed(begun, lies ? List.of() : shown, world.time.now());
            world.wake();
        });
    }

    /** A false listing is not repeated for so long that it would be believed. */
    private boolean mayLie(Instant begun) {
        Duration believed = climate.interval().plus(climate.capabilities().consistencyWindow());
        return falseSince == null || begun.isBefore(falseSince.plus(believed));
    }

    private double lieRate() {
        return falseSince == null ? climate.falseListings() : 0.7;
    }

    private static Instant firstOf(@Nullable Instant earlier, Instant later) {
        return earlier == null ? later : earlier;
    }

    private void probe() {
        boolean outage = world.strikes(climate.proberOutages()) || world.probesSilent;
        for (MemberRow row : List.copyOf(world.store.members)) {
            boolean serves = row.providerId != null
                    && world.cloud.alive(row.providerId).filter(Machine::serves).isPresent();
            Health.Status truth = serves ? Health.Status.HEALTHY : Health.Status.UNHEALTHY;
            world.facts.probed(row, outage ? Health.Status.UNKNOWN : truth, world.time.now());
        }
        world.wake();
        world.time.after(Duration.ofSeconds(10), this::probe);
    }
}
