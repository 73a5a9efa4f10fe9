package dev.drover.plan;

import dev.drover.plan.GroupState.Lifecycle;
import dev.drover.provider.spi.Phase;
import dev.drover.spec.GroupProcess;
import dev.drover.spec.ScaleIn;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Takes away what is more than wanted, the members that would be missed least first. */
final class Shrink {
    private final Draft draft;
    private final Why why;
    private final Removal removal;

    Shrink(Draft draft) {
        this.draft = draft;
        this.why = draft.state.lifecycle() == Lifecycle.DELETING
                ? Why.DELETED
                : draft.state.declared().pets() ? Why.UNDECLARED : Why.SURPLUS;
        this.removal = new Removal(draft, why);
    }

    void decide() {
        List<Member> candidates = candidates();
        int surplus = surplus(candidates);
        if (surplus > 0) {
            List<Member> victims = candidates.stream()
                    .filter(it -> !spared(it))
                    .sorted(order())
                    .toList();
            List<Member> leavers = besidesTheSpared(candidates, victims, surplus);
            if (leavers.size() < surplus) {
                candidates.stream().filter(this::spared).forEach(it -> draft.obstacles.exempt(GroupProcess.SHRINK, it));
            }
            leavers.stream().filter(draft::undecided).forEach(this::takeAwayUnlessPaused);
        }
    }

    /** Whoever is spared and serves nobody is not a reason to take away others that do. */
    private List<Member> besidesTheSpared(List<Member> candidates, List<Member> victims, int surplus) {
        if (why != Why.SURPLUS || victims.size() == candidates.size()) {
            return victims.stream().limit(surplus).toList();
        }
        long ready = candidates.stream().filter(draft.readiness::ready).count();
        long room = Math.max(ready - draft.state.wanted(), 0);
        List<Member> idle =
                victims.stream().filter(it -> !draft.readiness.ready(it)).toList();
        List<Member> serving =
                victims.stream().filter(draft.readiness::ready).limit(room).toList();
        return Stream.concat(idle.stream(), serving.stream()).limit(surplus).toList();
    }

    /** Any of a herd; of pets those that nobody declares any more. */
    private List<Member> candidates() {
        return why == Why.UNDECLARED
                ? draft.staying().stream()
                        .filter(it -> !draft.state.declared().wants(it.logicalId()))
                        .toList()
                : draft.staying();
    }

    private int surplus(List<Member> candidates) {
        return why == Why.UNDECLARED
                ? candidates.size()
                : candidates.size() - draft.state.wanted() - draft.rolling.surplus();
    }

    private boolean spared(Member member) {
        return draft.exempt(member, why) && removal.mayHaveMachine(member);
    }

    /** What surely has no machine is nothing to take away. */
    private void takeAwayUnlessPaused(Member member) {
        Optional<GroupProcess> paused = draft.stopped(why);
        if (paused.isPresent() && removal.mayHaveMachine(member)) {
            draft.hold(paused.get(), List.of(member));
        } else {
            removal.of(member);
        }
    }

    /**
     * What surely has no machine first, then who surely serves nobody, then creates that may become members that serve, then
     * the other members, those that serve least first. The control plane itself goes last.
     */
    private Comparator<Member> order() {
        Comparator<Instant> age = draft.state.declared().scaleIn() == ScaleIn.NEWEST
                ? Comparator.reverseOrder()
                : Comparator.naturalOrder();
        return Comparator.comparing(Member::self)
                .thenComparingInt(this::progress)
                .thenComparingInt(draft.readiness::worth)
                .thenComparing(draft.rolling::updated)
                .thenComparing(Member::createdAt, age)
                .thenComparing(Member::id);
    }

    private int progress(Member member) {
        if (member.bound() != null) {
            return servesNobody(member, member.bound()) ? 2 : 9;
        }
        return switch (member.create().state()) {
            case PLANNED, CANCELLED -> 0;
            case FAILED -> 1;
            case UNKNOWN -> removal.mayHaveMachine(member) ? 3 : 1;
            case CALLED -> 4;
            case DONE -> 5;
        };
    }

    private boolean servesNobody(Member member, Bound bound) {
        return draft.readiness.is(member, Health.Status.UNHEALTHY)
                && (bound.phase() == Phase.STOPPED || draft.evidence.missing(member) || draft.hadItsChance(member));
    }
}
