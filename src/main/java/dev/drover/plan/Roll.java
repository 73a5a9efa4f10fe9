package dev.drover.plan;

import dev.drover.plan.GroupState.Lifecycle;
import dev.drover.spec.GroupProcess;
import dev.drover.spec.UpdatePolicy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Brings members to the target revision: makes new ones above the size, and takes the old ones away as others are ready. */
final class Roll {
    private final Draft draft;
    private final GroupState state;
    private final Rolling rolling;
    private final UpdatePolicy policy;

    Roll(Draft draft) {
        this.draft = draft;
        this.state = draft.state;
        this.rolling = draft.rolling;
        this.policy = state.declared().update();
    }

    void decide() {
        List<Member> outdated = rolling.outdated();
        if (state.lifecycle() != Lifecycle.ACTIVE || !rolling.running() || outdated.isEmpty()) {
            return;
        }
        List<Member> replaceable = rolling.replaceable();
        if (replaceable.isEmpty()) {
            outdated.forEach(it -> draft.obstacles.exempt(GroupProcess.ROLL, it));
        }
        if (!draft.may(GroupProcess.ROLL)) {
            draft.holdNeeded(
                    GroupProcess.ROLL,
                    outdated.stream().filter(draft::undecided).toList());
        } else if (policy.strategy() == UpdatePolicy.Strategy.REPLACE_ALL) {
            replaceable.stream()
                    .filter(draft::undecided)
                    .filter(it -> it.bound() != null)
                    .forEach(this::takeAway);
        } else {
            new Fill(draft).surge(surge(replaceable.size()));
            takeAway(replaceable);
        }
    }

    /** New members above the size: as many as there is room for, and as there are members whose place they take. */
    private int surge(int outdated) {
        int extra = Math.max(draft.stayingCount() - state.wanted(), 0);
        int places = Math.min(rolling.most() - draft.updated(), outdated - extra);
        return Math.min(places, rolling.surge() - extra);
    }

    /** As many as new ones have come for, or may come for. */
    private void takeAway(List<Member> outdated) {
        int may = draft.stayingCount() - state.wanted() + rolling.most() - draft.updated();
        long ready = draft.staying().stream().filter(this::surelyReady).count();
        boolean comesBack = comesBack();
        List<Member> needed = new ArrayList<>();
        for (Member member : victims(outdated)) {
            int fewer = surelyReady(member) ? 1 : 0;
            if (may > 0 && ((servesNobody(member) && !comesBack) || ready - fewer >= floor())) {
                if (takeAway(member)) {
                    may--;
                    ready -= fewer;
                    comesBack = comesBack();
                }
            } else {
                needed.add(member);
            }
        }
        if (!needed.isEmpty()) {
            draft.await(Waiting.What.ROLLOUT, needed, null);
        }
    }

    private List<Member> victims(List<Member> outdated) {
        return outdated.stream()
                .filter(draft::undecided)
                .filter(it -> it.bound() != null)
                .sorted(order())
                .toList();
    }

    private boolean takeAway(Member member) {
        Why why = member.wishes().anew() ? Why.ANEW : Why.OUTDATED;
        boolean may = draft.mayTakeAway(member, why);
        if (may) {
            draft.takeAway(member, why);
        }
        return may;
    }

    private int floor() {
        int size = state.declared().size();
        return size - policy.unavailable(size);
    }

    /** Whoever a listing lacks may be gone, also while that proves nothing yet. */
    private boolean surelyReady(Member member) {
        return draft.readiness.ready(member)
                && member.bound() != null
                && member.bound().missingSince() == null;
    }

    /** Whether fill would put another one of its revision in the place of an outdated member that goes. */
    private boolean comesBack() {
        int without = rolling.replaceable().size() - 1;
        return rolling.more() == 0 && draft.stayingCount() - 1 < state.wanted() + rolling.notServing(without);
    }

    /** What was never ready serves nobody yet; what is unhealthy serves nobody any more. */
    private boolean servesNobody(Member member) {
        return !draft.readiness.everReady(member)
                || (draft.readiness.is(member, Health.Status.UNHEALTHY) && draft.hadItsChance(member));
    }

    /** Who serves nobody first, then revisions that failed before, then the oldest. The control plane itself goes last. */
    private Comparator<Member> order() {
        return Comparator.comparing(Member::self)
                .thenComparing(it -> !servesNobody(it))
                .thenComparing(it -> it.revision() == rolling.admitted().revision())
                .thenComparing(Member::createdAt)
                .thenComparing(Member::id);
    }
}
