package dev.drover.instance;

import dev.drover.database.Retried;
import dev.drover.member.Listing;
import java.time.Instant;
import org.springframework.stereotype.Component;

/**
 * Concludes from whole listings that a machine is gone: from one that began a consistency window after the machine was first seen, or
 * after its destroy was answered. A listing that shows nothing at all may be false, and another one has to confirm it.
 */
@Component
class ForgetOrphans {
    private final OrphanRows rows;
    private final Retried transactions;

    ForgetOrphans(OrphanRows rows, Retried transactions) {
        this.rows = rows;
        this.transactions = transactions;
    }

    /** @param orphan as it was before the provider was asked */
    void lacking(Orphan orphan, Listing listing, boolean any) {
        if (orphan.state() == Orphan.State.CALLED || listing.begun().isBefore(provenFrom(orphan, listing))) {
            return;
        }
        if (any || confirms(orphan, listing)) {
            transactions.run(() -> rows.over(orphan, "is gone", rows.now()));
        } else if (orphan.lackedAt() == null) {
            transactions.run(() -> rows.lacked(orphan, listing.begun()));
        }
    }

    private static Instant provenFrom(Orphan orphan, Listing listing) {
        Instant closed = orphan.closedAt();
        Instant last = closed != null && closed.isAfter(orphan.firstSeen()) ? closed : orphan.firstSeen();
        return last.plus(listing.window());
    }

    private static boolean confirms(Orphan orphan, Listing listing) {
        return orphan.lackedAt() != null
                && !listing.begun()
                        .isBefore(orphan.lackedAt().plus(listing.interval()).plus(listing.window()));
    }
}
