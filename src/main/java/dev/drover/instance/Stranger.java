package dev.drover.instance;

import dev.drover.instance.Suspicion.What;
import dev.drover.provider.spi.Instance;
import dev.drover.spec.MemberId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An instance that was no member's when a look at its provider began, and what Postgres says of it now.
 *
 * @param token null if it carries none that can be one of ours
 * @param holder the living member that has its token; null if none has
 * @param past what is remembered of its token; null if nothing is
 * @param labelled the group that its label names, if it is here
 * @param lost whether the row of its member can be written anew: see {@link StrangerFacts}
 * @param known what is known of it already; null if it is new
 */
record Stranger(
        Instance instance,
        @Nullable UUID token,
        @Nullable Holder holder,
        @Nullable Past past,
        @Nullable Long labelled,
        boolean lost,
        @Nullable Orphan known) {

    /** Why it should not be there; empty if it may, or if that cannot be said yet. */
    Optional<Suspicion> suspicion() {
        if (holder != null && holder.here()) {
            return holder.mayBe(instance) ? Optional.empty() : Optional.of(duplicate(holder));
        }
        if (past != null) {
            What what = past.what();
            return what == null || past.createUnderWay() ? Optional.empty() : Optional.of(late(what, past));
        }
        return rebuildable() ? Optional.empty() : Optional.of(unknown());
    }

    private static Suspicion duplicate(Holder holder) {
        return new Suspicion(
                What.DUPLICATE,
                holder.group(),
                holder.member().number(),
                "it carries the token of " + holder.member() + ", which has the instance " + holder.instance());
    }

    private static Suspicion late(What what, Past past) {
        return new Suspicion(
                what,
                past.group(),
                past.member(),
                what == What.NEVER_CREATED
                        ? "it was made after its create was given up" + past.of()
                        : "it is there although its member has ended" + past.of());
    }

    private Suspicion unknown() {
        @Nullable String label = StrangerFacts.Lost.group(instance).orElse(null);
        return new Suspicion(
                What.UNKNOWN,
                labelled,
                null,
                label == null
                        ? "nobody here knows its token, and it names no group"
                        : "nobody here knows its token; it names the group " + label
                                + (labelled == null ? ", which is not here" : ""));
    }

    /** Whether its member's row was lost, and is to be written anew. */
    boolean rebuildable() {
        return lost && holder == null && past == null && (known == null || known.state() == Orphan.State.QUARANTINED);
    }

    /** Whether anything is to be written about it. */
    boolean moves(Instant seen, Duration window) {
        if (known == null) {
            return rebuildable() || suspicion().isPresent();
        }
        return known.state() != Orphan.State.CALLED
                && (known.lackedAt() != null
                        || known.outlives(seen, window)
                        || !suspicion().equals(Optional.of(known.suspicion())));
    }

    Stream<Long> groups() {
        return Stream.of(
                        Optional.ofNullable(holder).map(Holder::group),
                        Optional.ofNullable(past).map(Past::group),
                        Optional.ofNullable(labelled),
                        Optional.ofNullable(known).map(it -> it.suspicion().group()))
                .flatMap(Optional::stream);
    }

    Orphan.Key key() {
        return key(instance);
    }

    static Orphan.Key key(Instance instance) {
        return new Orphan.Key(
                instance.id().value(),
                instance.token() == null ? "" : instance.token().value());
    }

    /**
     * A living member.
     *
     * @param here whether it is at this provider
     * @param instance its own; null while it waits for one
     */
    record Holder(
            long group,
            MemberId member,
            boolean here,
            @Nullable String instance) {
        boolean mayBe(Instance other) {
            return instance == null || instance.equals(other.id().value());
        }
    }

    /**
     * What is remembered of a token.
     *
     * @param what null if its instance was released
     * @param named the member that had it; null if there was none
     * @param createUnderWay whether the create of that token may still have an effect
     */
    record Past(
            @Nullable What what,
            @Nullable Long group,
            @Nullable Integer member,
            @Nullable MemberId named,
            boolean createUnderWay) {
        String of() {
            return named == null ? "" : ": " + named;
        }
    }
}
