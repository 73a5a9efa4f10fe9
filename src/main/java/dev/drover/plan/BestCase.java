package dev.drover.plan;

import dev.drover.provider.spi.Capabilities;
import dev.drover.provider.spi.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The world at its best: each call succeeds at once, each new member is healthy, and listings come as soon as they can prove
 * something. What is unhealthy or unknown stays what it is.
 */
final class BestCase {
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private BestCase() {}

    /** The state in which every call is answered; empty if none was open. */
    static Optional<GroupState> answered(GroupState state, Instant now) {
        if (state.orphans().doomed() > 0) {
            return Optional.of(
                    Copies.orphans(state, new Orphans(0, state.orphans().unexplained(), Set.of())));
        }
        if (state.members().stream()
                .noneMatch(
                        it -> created(it) || drained(it) || labelled(it) || destroyed(it) || isNew(state, it, now))) {
            return Optional.empty();
        }
        boolean made = state.members().stream().anyMatch(BestCase::created);
        return Optional.of(Copies.of(
                state,
                state.declared(),
                state.rollout(),
                state.members().stream().map(it -> answered(state, it, now)).toList(),
                state.unreplaced(),
                made ? List.of() : state.failures(),
                state.providers()));
    }

    private static Member answered(GroupState state, Member member, Instant now) {
        Member after = member;
        if (created(after)) {
            after = Copies.of(
                    after,
                    Copies.call(after.create(), Call.State.DONE, now),
                    made(now),
                    after.leaving(),
                    after.destroy());
        } else if (isNew(state, after, now)) {
            Bound bound = Objects.requireNonNull(after.bound());
            after = Copies.bound(after, Copies.health(bound, Phase.RUNNING, now, healthy(now)));
        }
        Member.Drain drain = after.drain();
        if (drain != null && drained(after)) {
            after = Copies.drain(
                    after,
                    after.leaving(),
                    new Member.Drain(drain.since(), Copies.call(drain.call(), Call.State.DONE, now)));
        }
        if (after.label() != null && labelled(after)) {
            after = Copies.label(after, state.declared().labels(), Copies.call(after.label(), Call.State.DONE, now));
        }
        Call destroy = after.destroy();
        return destroy != null && destroyed(after)
                ? Copies.leaving(after, after.leaving(), Copies.call(destroy, Call.State.DONE, now))
                : after;
    }

    private static boolean created(Member member) {
        return member.bound() == null && toBeAnswered(member.create());
    }

    private static boolean drained(Member member) {
        return member.drain() != null && toBeAnswered(member.drain().call());
    }

    private static boolean labelled(Member member) {
        return member.label() != null && toBeAnswered(member.label());
    }

    private static boolean destroyed(Member member) {
        return member.destroy() != null && toBeAnswered(member.destroy());
    }

    private static Bound made(Instant now) {
        return new Bound(now, Duration.ZERO, Phase.RUNNING, now, null, false, healthy(now), null, false, null, null);
    }

    private static boolean toBeAnswered(Call call) {
        return switch (call.state()) {
            case PLANNED -> !call.fenced();
            case CALLED, UNKNOWN -> true;
            case DONE, FAILED, CANCELLED -> false;
        };
    }

    /** Of whom nobody has had an opinion yet becomes healthy like any other new member. */
    private static boolean isNew(GroupState state, Member member, Instant now) {
        Bound bound = member.bound();
        return bound != null
                && bound.missingSince() == null
                && silent(bound, state.declared().probed())
                && bound.at()
                        .plus(bound.stoodStill())
                        .plus(state.declared().startup())
                        .isAfter(now);
    }

    private static boolean silent(Bound bound, boolean probed) {
        return bound.phase() == Phase.STARTING
                || (bound.phase() == Phase.RUNNING && bound.asked(probed) && bound.probe() == null);
    }

    private static Health healthy(Instant now) {
        return new Health(Health.Status.HEALTHY, "as expected", now);
    }

    /** The state after all its providers were listed at {@code now}. */
    static GroupState listed(GroupState state, Instant now) {
        List<Member> members = state.members().stream()
                .map(it -> provenGone(state, it, now) ? Copies.bound(it, gone(it, now)) : it)
                .toList();
        Map<String, ProviderState> providers = new HashMap<>();
        state.providers().forEach((name, it) -> providers.put(name, listed(it, members, now)));
        return Copies.listed(state, members, providers);
    }

    private static boolean provenGone(GroupState state, Member member, Instant now) {
        return provenAt(state, member).filter(it -> !it.isAfter(now)).isPresent();
    }

    private static Bound gone(Member member, Instant now) {
        return Copies.missing(Objects.requireNonNull(member.bound()), now);
    }

    private static ProviderState listed(ProviderState provider, List<Member> members, Instant now) {
        if (provider.capabilities() == null) {
            return provider; // nobody lists it
        }
        Observation last = provider.observation();
        return Copies.observed(
                provider,
                last == null
                        ? new Observation(now, INTERVAL, Duration.ZERO, null)
                        : new Observation(
                                now,
                                last.interval(),
                                last.duration(),
                                showsSome(provider, members) ? null : last.allMissingSince()));
    }

    private static boolean showsSome(ProviderState provider, List<Member> members) {
        return members.stream()
                .filter(it -> it.provider().equals(provider.name()))
                .flatMap(it -> Optional.ofNullable(it.bound()).stream())
                .anyMatch(it -> it.missingSince() == null);
    }

    /** When a listing proves next that a destroy has come true; empty if none is to be proven. */
    static Optional<Instant> nextProof(GroupState state) {
        return state.members().stream()
                .flatMap(it -> provenAt(state, it).stream())
                .min(Instant::compareTo);
    }

    private static Optional<Instant> provenAt(GroupState state, Member member) {
        Call destroy = member.destroy();
        Bound bound = member.bound();
        if (destroy == null || destroy.state() != Call.State.DONE || bound == null || bound.missingSince() != null) {
            return Optional.empty();
        }
        return Optional.ofNullable(destroy.closedAt())
                .flatMap(closed -> window(state, member.provider()).map(closed::plus));
    }

    private static Optional<Duration> window(GroupState state, String provider) {
        return state.provider(provider)
                .flatMap(it -> Optional.ofNullable(it.capabilities()))
                .map(Capabilities::consistencyWindow);
    }

    /** Whether the last listing lacks a member that is to be there. */
    static boolean missesSomebody(GroupState state) {
        return state.members().stream()
                .filter(Member::stays)
                .flatMap(it -> Optional.ofNullable(it.bound()).stream())
                .anyMatch(it -> it.missingSince() != null);
    }

    /** After this a listing confirms what the one before it lacked, or lifts a doubt. */
    static Instant confirmedAt(GroupState state, Instant now) {
        return state.providers().values().stream()
                .map(it -> {
                    Observation last = it.observation();
                    Duration interval = last == null ? INTERVAL : last.interval();
                    return now.plus(interval).plus(window(state, it.name()).orElse(Duration.ZERO));
                })
                .max(Instant::compareTo)
                .orElse(now);
    }
}
