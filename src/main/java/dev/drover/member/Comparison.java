package dev.drover.member;

import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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
    private int begun;
    private int taken;

    Comparison(Listing listing, Picture picture, Presence presence, Absence absence) {
        this.listing = listing;
        this.picture = picture;
        this.presence = presence;
        this.absence = absence;
    }

    /** Takes in a page. An instance whose token no member had when the listing began is none of ours. */
    public void page(List<Instance> instances) {
        begun++;
        List<Instance> differing = new ArrayList<>();
        for (Instance instance : instances) {
            if (differs(instance)) {
                differing.add(instance);
            }
            if (differing.size() == PORTION) {
                write(differing);
                differing.clear();
            }
        }
        write(differing);
        taken++;
    }

    /**
     * The listing has ended normally: whatever it did not show is not there.
     *
     * @throws IllegalStateException if a page was not taken in, whatever became of that failure: then nothing is proven
     */
    public void whole() {
        if (taken < begun) {
            throw new IllegalStateException("a page of the listing of " + listing.provider()
                    + " was not taken in, so that what it did not show proves nothing");
        }
        absence.write(listing, picture);
    }

    private boolean differs(Instance instance) {
        return instance.phase() != Phase.GONE
                && memberToken(instance.token())
                        .filter(it -> picture.differs(it, Fingerprint.told(instance)))
                        .isPresent();
    }

    private void write(List<Instance> differing) {
        if (!differing.isEmpty()) {
            presence.write(listing.provider(), differing, listing.begun()).forEach(picture::seen);
        }
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
