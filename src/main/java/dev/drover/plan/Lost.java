package dev.drover.plan;

import java.time.Instant;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Says in words that nobody can ask a provider, and what that means. */
final class Lost {
    private final Draft draft;
    private final GroupState state;

    Lost(Draft draft) {
        this.draft = draft;
        this.state = draft.state;
    }

    /** Of an instance that nobody can ask about. */
    static Health health(GroupState state, Member member, Bound bound) {
        Reach reach =
                state.provider(member.provider()).map(ProviderState::reach).orElse(Reach.ALWAYS);
        String reason = reach.awaySince() != null && reach.nowhereSince() == null
                ? "the host that it runs on is away: " + reach.host()
                : "no replica has its provider configured: " + member.provider();
        return new Health(Health.Status.UNKNOWN, reason, bound.at())
                .notBefore(reach.lostSince().orElse(bound.at()));
    }

    void decide() {
        Stream<String> named = Stream.concat(
                draft.members().stream().map(Member::provider),
                state.lifecycle() == GroupState.Lifecycle.ACTIVE
                        ? Stream.of(state.declared().provider())
                        : Stream.empty());
        for (String provider : new TreeSet<>(named.filter(this::lost).toList())) {
            Reach reach = state.provider(provider).map(ProviderState::reach).orElse(Reach.ALWAYS);
            if (reach.awaySince() != null && reach.nowhereSince() == null) {
                away(provider, String.valueOf(reach.host()), reach.awaySince());
            } else {
                missing(provider, Optional.ofNullable(reach.nowhereSince()));
            }
        }
    }

    /** One of which nothing is recorded was never configured. */
    private boolean lost(String provider) {
        return state.lost(provider) || state.provider(provider).isEmpty();
    }

    private void away(String provider, String host, Instant since) {
        add(
                Condition.Type.HOST_AWAY,
                "NothingHeard",
                "the instances of provider " + provider + " belong to host " + host
                        + ", and no Drover there has said anything since " + since
                        + ": its members are left as they are, and nothing is made or destroyed there; start Drover on that host"
                        + " again, or, if it is gone for good, detach the members or delete the group with abandon=true");
    }

    private void missing(String provider, Optional<Instant> since) {
        add(
                Condition.Type.PROVIDER_MISSING,
                "NotConfigured",
                "no replica has a provider named " + provider
                        + since.map(it -> " since " + it).orElse("") + ": "
                        + (members(provider)
                                ? "its members are left as they are, and nothing is made or destroyed; configure it again, or"
                                        + " detach the members"
                                : "configure it, or delete the group"));
    }

    private boolean members(String provider) {
        return draft.members().stream().anyMatch(it -> it.provider().equals(provider));
    }

    private void add(Condition.Type type, String reason, String message) {
        draft.conditions.stream()
                .filter(it -> it.type() == type)
                .findFirst()
                .ifPresentOrElse(
                        it -> draft.conditions.set(
                                draft.conditions.indexOf(it),
                                new Condition(type, true, reason, it.message() + "; " + message)),
                        () -> draft.conditions.add(new Condition(type, true, reason, message)));
    }
}
