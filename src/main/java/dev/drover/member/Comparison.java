package dev.drover.member;

import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One listing being compared with the member rows while its pages come in. A page proves the presence of what is on it, and
 * what differs is written at once; nothing of a page is kept. Absence is proven by the {@linkplain #whole whole} listing only.
 * For one thread.
 */
public final class Comparison {
    /** The most rows that one transaction reads, locks and writes. */
    private static final int PORTION = 500;

    private final Listing listing;
    private final Picture picture;
    private final Presence presence;
    private final Absence absence;
    private final Consumer<List<Instance>> strangers;
    private int begun;
    private int taken;
    private boolean any;

    Comparison(
            Listing listing, Picture picture, Presence presence, Absence absence, Consumer<List<Instance>> strangers) {
        this.listing = listing;
        this.picture = picture;
        this.presence = presence;
        this.absence = absence;
        this.strangers = strangers;
    }

    /**
     * Takes in a page. An instance whose token no member had when the listing began is a stranger, and so is a second one with a
     * member's token.
     */
    public void page(List<Instance> instances) {
        begun++;
        List<Instance> differing = new ArrayList<>();
        List<Instance> unknown = new ArrayList<>();
        for (Instance instance : instances) {
            sort(instance, differing, unknown);
            if (differing.size() == PORTION) {
                unknown.addAll(write(differing));
                differing.clear();
            }
            if (unknown.size() >= PORTION) {
                strangers.accept(List.copyOf(unknown));
                unknown.clear();
            }
        }
        unknown.addAll(write(differing));
        if (!unknown.isEmpty()) {
            strangers.accept(List.copyOf(unknown));
        }
        taken++;
    }

    /**
     * The listing has ended normally: whatever it did not show is not there.
     *
     * @return whether it showed anything at all
     * @throws IllegalStateException if a page was not taken in, whatever became of that failure: then nothing is proven
     */
    public boolean whole() {
        if (taken < begun) {
            throw new IllegalStateException("a page of the listing of " + listing.provider()
                    + " was not taken in, so that what it did not show proves nothing");
        }
        absence.write(listing, picture);
        return any;
    }

    private void sort(Instance instance, List<Instance> differing, List<Instance> unknown) {
        if (instance.phase() == Phase.GONE) {
            return;
        }
        any = true;
        UUID token = memberToken(instance.token()).orElse(null);
        if (token == null || !picture.has(token)) {
            unknown.add(instance);
        } else if (picture.differs(token, Fingerprint.told(instance))) {
            differing.add(instance);
        }
    }

    private List<Instance> write(List<Instance> differing) {
        if (differing.isEmpty()) {
            return List.of();
        }
        Presence.Compared compared = presence.write(listing.provider(), differing, listing.begun());
        compared.shown().forEach(picture::seen);
        return compared.strangers();
    }

    /** A token that can be a member's; empty if it cannot. */
    static Optional<UUID> memberToken(@Nullable Token token) {
        if (token == null || token.value().length() != 36) {
            return Optional.empty();
        }
        try {
            return Optional.of(UUID.fromString(token.value()));
        } catch (IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }
}
