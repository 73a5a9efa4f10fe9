package dev.drover.plan;

import dev.drover.spec.GroupProcess;
import dev.drover.spec.UpdatePolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The newest rollout, as this plan leaves it, and how many members it lets have the target revision. */
final class Rolling {
    private final Draft draft;
    private final UpdatePolicy policy;
    private @Nullable Rollout rollout;

    Rolling(Draft draft) {
        this.draft = draft;
        this.policy = draft.state.declared().update();
        this.rollout = draft.state.rollout();
    }

    @Nullable
    Rollout rollout() {
        return rollout;
    }

    void now(Rollout is) {
        rollout = is;
    }

    /** Whether members are being brought to another revision. */
    boolean running() {
        return rollout != null && rollout.running();
    }

    /** The revision that members are to have: a failed rollout wants nobody to follow. */
    int wanted() {
        if (rollout == null || (rollout.state() == Rollout.State.FAILED && !rollout.promoted())) {
            return admitted().revision();
        }
        return rollout.target().revision();
    }

    boolean updated(Member member) {
        return member.revision() == wanted() && !member.wishes().anew();
    }

    /** What fill and repair make. */
    Template admitted() {
        if (rollout == null) {
            return draft.state.admitted();
        }
        return rollout.promoted() ? rollout.target() : rollout.from();
    }

    /** What one who makes members makes next: of the target revision as long as not enough have it. */
    Template next() {
        return more() > 0 ? admittedOrTarget() : admitted();
    }

    private Template admittedOrTarget() {
        return rollout == null ? admitted() : rollout.target();
    }

    /** How many more new members are to have the target revision, if that is not what all new ones have. */
    int more() {
        return running() && draft.may(GroupProcess.ROLL) ? Math.max(most() - draft.updated(), 0) : 0;
    }

    /** Whether a create of this revision still has a use. */
    boolean wants(int revision) {
        return revision == admitted().revision()
                || (rollout != null
                        && rollout.underWay()
                        && revision == rollout.target().revision());
    }

    /** How many members may have the target revision. */
    int most() {
        int size = draft.state.wanted();
        return rollout != null && rollout.step() != Rollout.Step.ROLL
                ? policy.canary().of(size)
                : size;
    }

    /** The members that are to stay, and are to be replaced by others some time. */
    List<Member> outdated() {
        return draft.staying().stream()
                .filter(it -> !updated(it))
                .filter(it -> policy.strategy() != UpdatePolicy.Strategy.ON_REPLACE
                        || it.wishes().anew())
                .toList();
    }

    /** Those of them that may be: nobody holds or protects them. */
    List<Member> replaceable() {
        return outdated().stream().filter(it -> !draft.exempt(it, Why.OUTDATED)).toList();
    }

    /** Whether all that are left to replace are held or protected by people. */
    boolean mustWait() {
        return !outdated().isEmpty() && replaceable().isEmpty();
    }

    /** How many members there may be above the size, because some are to take the place of others. */
    int surplus() {
        return steps()
                ? Math.min(surge(), Math.min(draft.updated(), replaceable().size()))
                : 0;
    }

    /** Whether members are replaced one after the other, now or when a pause ends. */
    private boolean steps() {
        return rollout != null && rollout.underWay() && policy.strategy() != UpdatePolicy.Strategy.REPLACE_ALL;
    }

    /** How many of them do not serve yet, beyond those that may be missing: what they are to take the place of is still needed. */
    int notServing() {
        return notServing(replaceable().size());
    }

    /** The same if there were so many whose place they take. */
    int notServing(int outdated) {
        if (!steps()) {
            return 0;
        }
        int unready = (int) draft.staying().stream()
                        .filter(it -> updated(it) && !draft.readiness.ready(it))
                        .count()
                + draft.addedOf(wanted());
        int needed =
                Math.max(unready - policy.unavailable(draft.state.declared().size()), 0);
        return Math.min(surge(), Math.min(needed, outdated));
    }

    int surge() {
        Declared declared = draft.state.declared();
        return declared.pets() ? 0 : policy.surge(declared.size());
    }
}
