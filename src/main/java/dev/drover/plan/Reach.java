package dev.drover.plan;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether anybody can make, list and destroy instances by a provider now, as far as replicas say of themselves.
 *
 * @param nowhereSince since when no living replica has it configured; null if one has
 * @param awaySince since when no replica lives on the host that its instances belong to; null if one does, or if they belong to
 *     none
 * @param host the name of that host; null if they belong to none
 * @param since when it could be reached again after one of the two; null if it always could
 */
public record Reach(
        @Nullable Instant nowhereSince,
        @Nullable Instant awaySince,
        @Nullable String host,
        @Nullable Instant since) {
    /** Of a provider that somebody could always reach. */
    public static final Reach ALWAYS = new Reach(null, null, null, null);

    /** Since when nobody can; empty if somebody can. */
    Optional<Instant> lostSince() {
        return Optional.ofNullable(nowhereSince == null ? awaySince : nowhereSince);
    }
}
