package dev.drover.plan;

import dev.drover.provider.spi.Capabilities;
import dev.drover.provider.spi.LogicalId;
import dev.drover.spec.GroupName;
import dev.drover.spec.GroupProcess;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a plan depends on, apart from the time. A rule that needs another fact adds a field here, never a query.
 *
 * @param admitted what new members were made from before the first rollout
 * @param rollout the newest rollout; null before the first
 * @param paused what people have paused; a deletion goes on all the same
 * @param members all that have not ended, in any order
 * @param unreplaced members that a repair ended within the longest window, and that nothing replaced yet
 * @param casualties members that repairs ended within the breaker's window
 * @param indices what pets' ids had as their index last, whether they have a member now or not
 * @param failures the group's creates that failed, one for each kind of error since the last success
 * @param providers by name, every provider that a member or the declaration names
 * @param orphans machines of the group's that are no living member's
 * @param lastPass when the group was planned last; null before the first time
 */
public record GroupState(
        GroupName group,
        Lifecycle lifecycle,
        Declared declared,
        Template admitted,
        @Nullable Rollout rollout,
        Paused paused,
        List<Member> members,
        List<Predecessor> unreplaced,
        List<Casualty> casualties,
        Map<LogicalId, Integer> indices,
        List<CreateFailures> failures,
        Map<String, ProviderState> providers,
        Orphans orphans,
        @Nullable Instant lastPass) {
    public GroupState {
        members = List.copyOf(members);
        unreplaced = List.copyOf(unreplaced);
        casualties = List.copyOf(casualties);
        indices = Map.copyOf(indices);
        failures = List.copyOf(failures);
        providers = Map.copyOf(providers);
    }

    /** The same group after another declaration, which forgives what failed. */
    public GroupState declaredAnew(Declared anew, Map<String, ProviderState> named) {
        return Copies.of(this, anew, rollout, members, unreplaced, List.of(), named);
    }

    /** The same group with these members more. */
    public GroupState joinedBy(List<Member> more, Map<String, ProviderState> named) {
        List<Member> all = new ArrayList<>(members);
        all.addAll(more);
        return Copies.of(this, declared, rollout, all, unreplaced, failures, named);
    }

    /** How many members there are to be in the end. */
    int wanted() {
        return lifecycle == Lifecycle.ACTIVE ? declared.size() : 0;
    }

    /** How many members may exist at once. */
    int ceiling() {
        return declared.size() + (declared.pets() ? 0 : declared.update().surge(declared.size()));
    }

    /** Whether so many machines of its are unexplained that no more are made. Deleting a group makes none. */
    boolean frozen() {
        return lifecycle == Lifecycle.ACTIVE && orphans.freeze(declared.pets());
    }

    /** Since when a process may not act; empty if it may. Deleting a group lifts its pauses. */
    Optional<Instant> pausedSince(GroupProcess process) {
        return lifecycle == Lifecycle.ACTIVE ? paused.since(process) : Optional.empty();
    }

    /** The failures that still count: none from before the last declaration. */
    List<CreateFailures> unforgivenFailures() {
        return failures.stream()
                .filter(it -> it.last().isAfter(declared.clearedAt()))
                .toList();
    }

    Optional<ProviderState> provider(String name) {
        return Optional.ofNullable(providers.get(name));
    }

    boolean takesLabelsAway(String provider) {
        return provider(provider)
                .flatMap(it -> Optional.ofNullable(it.capabilities()))
                .filter(Capabilities::unlabel)
                .isPresent();
    }

    /** What is known of the health of a member's instance: nothing, while nobody can ask its provider. */
    public Health health(Member member, Bound bound, Instant now) {
        return lost(member.provider()) ? Lost.health(this, member, bound) : bound.health(declared.probed(), now);
    }

    /** Whether nobody can make, list or destroy anything by this provider now. */
    public boolean lost(String provider) {
        return provider(provider)
                .filter(it ->
                        it.capabilities() == null || it.reach().lostSince().isPresent())
                .isPresent();
    }

    /** When this provider could be reached again after nobody could; empty if somebody always could. */
    Optional<Instant> reachedSince(String provider) {
        return provider(provider).flatMap(it -> Optional.ofNullable(it.reach().since()));
    }

    /** What a group's declaration as a whole is up to. */
    public enum Lifecycle {
        ACTIVE,
        /** Only settled: whoever made it so has asked to detach all members whose destroy was never called. */
        RELEASING,
        DELETING,
        /** Deleted without waiting for any provider. */
        ABANDONED
    }
}
