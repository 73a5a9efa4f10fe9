package dev.drover.plan;

/** Sums a draft up: sizes, conditions, and when to look again. */
final class Outcome {
    private final Draft draft;

    Outcome(Draft draft) {
        this.draft = draft;
    }

    Plan plan() {
        new Finish(draft).decide();
        Size size = size();
        new Conditions(draft, size).decide();
        return new Plan(draft.actions, draft.changes, draft.waiting, draft.conditions, size, draft.nextLook());
    }

    private Size size() {
        Readiness readiness = draft.readiness;
        var live = draft.staying().stream().filter(it -> it.bound() != null).toList();
        return new Size(
                draft.state.wanted(),
                draft.possible(),
                live.size(),
                (int) live.stream().filter(readiness::ready).count(),
                (int) live.stream()
                        .filter(it -> it.revision() == draft.state.declared().revision())
                        .count(),
                (int) live.stream()
                        .filter(it -> readiness.is(it, Health.Status.UNHEALTHY))
                        .count(),
                (int) live.stream()
                        .filter(it -> readiness.is(it, Health.Status.UNKNOWN))
                        .count());
    }
}
