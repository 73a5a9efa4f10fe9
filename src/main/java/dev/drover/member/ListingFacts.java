package dev.drover.member;

import dev.drover.provider.spi.Instance;
import dev.drover.work.DatabaseClock;
import dev.drover.work.Wakes;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Compares what a provider tells with the member rows, and writes only the differences: facts, from which the next pass
 * draws its conclusions. Only the groups concerned are woken.
 */
@Component
public class ListingFacts {
    private final Pictures pictures;
    private final Presence presence;
    private final Absence absence;
    private final Observations observations;
    private final TransactionOperations transactions;
    private final Wakes wakes;
    private final DatabaseClock clock;

    ListingFacts(
            Pictures pictures,
            Presence presence,
            Absence absence,
            Observations observations,
            TransactionOperations transactions,
            Wakes wakes,
            DatabaseClock clock) {
        this.pictures = pictures;
        this.presence = presence;
        this.absence = absence;
        this.observations = observations;
        this.transactions = transactions;
        this.wakes = wakes;
        this.clock = clock;
    }

    /**
     * Begins to compare a listing. Call it after {@link Listing#begun}, and before the provider is asked.
     *
     * @param strangers takes the instances of a page that are, as far as the members tell, none of theirs: some hundreds at once
     */
    public Comparison compare(Listing listing, Consumer<List<Instance>> strangers) {
        return new Comparison(listing, pictures.of(listing), presence, absence, strangers);
    }

    /** Notes that a listing could not be had. When the last whole one is now too old, the groups are told: once. */
    public void failed(Listing listing, String error) {
        transactions.executeWithoutResult(transaction -> {
            if (observations.failed(listing, clock.now(), error)) {
                wakes.wake(observations.groups(listing.provider()));
            }
        });
    }

    /**
     * Takes in one instance whose phase changed, as the provider pushed it. Proves nothing about others.
     *
     * @return whether it is a living member's
     */
    public boolean changed(String provider, Instance instance) {
        return presence.write(provider, List.of(instance), null).strangers().isEmpty();
    }
}
