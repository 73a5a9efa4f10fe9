package dev.drover.plan;

import dev.drover.spec.MemberId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who takes the place of whom. */
final class Succession {
    private final Draft draft;

    Succession(Draft draft) {
        this.draft = draft;
    }

    /** Members taken away by a repair whose place is still empty, the longest gone first. */
    List<Predecessor> open() {
        Set<MemberId> succeeded = replaced();
        Stream<Predecessor> left = draft.members().stream().flatMap(it -> predecessor(it).stream());
        return Stream.concat(draft.state.unreplaced().stream(), left)
                .filter(it -> !succeeded.contains(it.id()))
                .filter(it -> it.logicalId() == null || draft.state.declared().wants(it.logicalId()))
                .sorted(Comparator.comparing(Predecessor::leftSince).thenComparing(Predecessor::id))
                .limit(Math.max(draft.state.wanted() + draft.rolling.notServing() - draft.stayingCount(), 0))
                .toList();
    }

    /** What the new members of this plan replace. */
    Set<MemberId> replaced() {
        return draft.actions.stream()
                .filter(Action.Provision.class::isInstance)
                .flatMap(it ->
                        Optional.ofNullable(((Action.Provision) it).lineage().replaces()).stream())
                .collect(Collectors.toSet());
    }

    /** What a new member would replace if this one leaves for a repair and nothing has taken its place. */
    private Optional<Predecessor> predecessor(Member member) {
        Why why = draft.leavingWhy(member);
        Member.Leaving before = member.leaving();
        if (why == null || !why.repair() || (before != null && before.replaced())) {
            return Optional.empty();
        }
        var since = before == null ? draft.now : before.since();
        var failed = draft.readiness
                .health(member)
                .filter(it ->
                        it.status() == Health.Status.UNHEALTHY && it.since().isBefore(since))
                .map(Health::since)
                .orElse(since);
        return Optional.of(
                new Predecessor(member.id(), member.logicalId(), why, member.createdAt(), failed, member.lineage()));
    }
}
