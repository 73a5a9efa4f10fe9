package dev.drover.instance;

import dev.drover.member.Listing;
import dev.drover.provider.Installation;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Labels;
import dev.drover.provider.spi.Phase;
import dev.drover.work.DatabaseClock;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Machines with our owner label that are no living member's. What is known to be over is destroyed, a member whose row was lost gets it
 * back, and what nobody knows is left alone and reported.
 */
@Component
public class Orphans {
    private static final Duration NEVER = Duration.ofDays(36_500);

    private final JudgeStrangers judge;
    private final ForgetOrphans forget;
    private final OrphanRows rows;
    private final Installation installation;
    private final DatabaseClock clock;

    Orphans(
            JudgeStrangers judge,
            ForgetOrphans forget,
            OrphanRows rows,
            Installation installation,
            DatabaseClock clock) {
        this.judge = judge;
        this.forget = forget;
        this.rows = rows;
        this.installation = installation;
        this.clock = clock;
    }

    /** Begins to look at those of a listing. Call it after {@link Listing#begun}, and before the provider is asked. */
    public Strangers look(Listing listing) {
        return new Strangers(listing, installation.owner(), rows.of(listing.provider()), judge, forget);
    }

    /** Takes in one that a provider pushed. Proves nothing about others. */
    public void pushed(String provider, Instance instance) {
        if (instance.phase() != Phase.GONE
                && Stranger.key(instance).storable()
                && installation.owner().equals(instance.labels().get(Labels.OWNER))) {
            // Whether a destroy has come true is for listings to say: what is pushed may be its last sign of life.
            judge.judge(provider, List.of(instance), clock.now(), NEVER);
        }
    }
}
