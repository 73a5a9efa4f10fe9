package dev.drover.plan;

import dev.drover.provider.spi.Capabilities;
import dev.drover.provider.spi.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the listings prove. A listing proves presence at once, absence only if it is whole, recent, begun a consistency
 * window after what it is to disprove, and not suspect.
 */
final class Evidence {
    private static final int SUSPECT_ABOVE = 3;
    private static final int SUSPECT_FRACTION = 5;

    private final GroupState state;
    private final Instant now;
    private final Map<String, Boolean> suspects = new HashMap<>();
    private final Map<String, Boolean> freshOnes = new HashMap<>();

    Evidence(GroupState state, Instant now) {
        this.state = state;
        this.now = now;
    }

    /** Whether the provider was listed recently enough to take something away, and somebody could ask it now. */
    boolean fresh(String provider) {
        return freshOnes.computeIfAbsent(
                provider,
                name -> !state.lost(name)
                        && goodUntil(name).filter(it -> it.isAfter(now)).isPresent());
    }

    /** When the last listing of the provider becomes too old; empty if there is none. */
    Optional<Instant> goodUntil(String provider) {
        return observation(provider).map(Observation::goodUntil);
    }

    /** Whether what the provider's last listing lacks may be believed to be gone. */
    private boolean provesAbsence(String provider) {
        return fresh(provider) && !suspect(provider);
    }

    /** Whether a bound member, whose destroy nobody called, is surely gone. */
    boolean missing(Member member) {
        Bound bound = member.bound();
        if (bound == null || !lacking(member) || !fresh(member.provider())) {
            return false;
        }
        return bound.phase() == Phase.GONE || (lacks(member, bound, bound.at()) && !suspect(member.provider()));
    }

    /** Whether something may be concluded from what a listing does not show of this member. */
    boolean lacking(Member member) {
        Bound bound = member.bound();
        return bound == null
                ? member.create().state() == Call.State.UNKNOWN
                : bound.missingSince() != null || bound.phase() == Phase.GONE;
    }

    /** Whether a listing proves that an answered destroy has come true. */
    boolean gone(Member member) {
        Bound bound = member.bound();
        Instant answered = closed(member.destroy());
        return bound != null
                && answered != null
                && provesAbsence(member.provider())
                && lacks(member, bound, answered)
                && !shownByNothing(member.provider(), bound);
    }

    /**
     * Whether the listing shows nothing at all, and this absence is newer than that of the others: those may be gone, and the listing
     * false all the same.
     */
    private boolean shownByNothing(String provider, Bound bound) {
        return observation(provider)
                .filter(it -> it.allMissingSince() != null && doubted(it, bound.missingSince(), provider))
                .isPresent();
    }

    /** Whether a listing shows the instance though the destroy was answered a window before it began. */
    boolean stillShown(Member member) {
        Bound bound = member.bound();
        Instant answered = closed(member.destroy());
        return bound != null
                && answered != null
                && bound.missingSince() == null
                && begun(member.provider(), answered.plus(window(member.provider())));
    }

    /** Whether it is proven that a create without an answer had no effect, and cannot have one later. */
    boolean notCreated(Member member) {
        Optional<Instant> from = notCreatedFrom(member);
        if (from.isEmpty() || member.found() != null) {
            return false;
        }
        Instant sought = member.create().soughtAt();
        return (sought != null && !sought.isBefore(from.get()))
                || (provesAbsence(member.provider()) && begun(member.provider(), from.get()));
    }

    /** From when on a look that finds nothing proves that the create had no effect; empty if it was never called. */
    Optional<Instant> notCreatedFrom(Member member) {
        return Optional.ofNullable(member.create().deadline()).map(it -> it.plus(window(member.provider())));
    }

    /** Whether so many of the group's, or all of the provider's, members vanished at once that the listing is doubted. */
    boolean suspect(String provider) {
        return suspects.computeIfAbsent(provider, this::judge);
    }

    private boolean judge(String provider) {
        return observation(provider)
                .filter(it -> providerVanished(it, provider) || groupVanished(it, provider))
                .isPresent();
    }

    /** While a listing shows nothing at all, each member's absence has to be confirmed: some may have been gone before. */
    private boolean providerVanished(Observation observation, String provider) {
        return observation.allMissingSince() != null
                && (doubted(observation, observation.allMissingSince(), provider)
                        || notCalledAway(provider).stream()
                                .anyMatch(it -> doubted(observation, it.missingSince(), provider)));
    }

    private boolean groupVanished(Observation observation, String provider) {
        List<Bound> bound = notCalledAway(provider);
        int tolerated = Math.max(SUSPECT_ABOVE, bound.size() / SUSPECT_FRACTION);
        return bound.stream()
                .flatMap(it -> Optional.ofNullable(it.missingSince()).stream())
                .filter(since -> doubted(observation, since, provider))
                .anyMatch(since -> bound.stream()
                                .filter(it -> since.equals(it.missingSince()))
                                .count()
                        > tolerated);
    }

    /** The instances that are to be there, for nobody has called their destroy. */
    private List<Bound> notCalledAway(String provider) {
        return state.members().stream()
                .filter(it -> it.provider().equals(provider) && !it.destroyCalled())
                .flatMap(it -> Optional.ofNullable(it.bound()).stream())
                .toList();
    }

    /** A doubt is lifted by a whole listing, begun an interval and a window later, that lacks the same ones. */
    private boolean doubted(Observation observation, @Nullable Instant since, String provider) {
        return since != null
                && observation
                        .startedAt()
                        .isBefore(since.plus(observation.interval()).plus(window(provider)));
    }

    private boolean lacks(Member member, Bound bound, Instant after) {
        return bound.missingSince() != null && begun(member.provider(), after.plus(window(member.provider())));
    }

    private boolean begun(String provider, Instant from) {
        return observation(provider)
                .filter(it -> !it.startedAt().isBefore(from))
                .isPresent();
    }

    private Duration window(String provider) {
        return state.provider(provider)
                .flatMap(it -> Optional.ofNullable(it.capabilities()))
                .map(Capabilities::consistencyWindow)
                .orElse(Duration.ofDays(1)); // nobody can say how far this provider's listings lag
    }

    private Optional<Observation> observation(String provider) {
        return state.provider(provider).flatMap(it -> Optional.ofNullable(it.observation()));
    }

    private static @Nullable Instant closed(@Nullable Call destroy) {
        return destroy == null || destroy.state() != Call.State.DONE ? null : destroy.closedAt();
    }
}
