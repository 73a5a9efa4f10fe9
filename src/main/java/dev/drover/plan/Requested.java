package dev.drover.plan;

/** Destroys the members that people asked to destroy by their ids. */
final class Requested {
    private final Draft draft;

    Requested(Draft draft) {
        this.draft = draft;
    }

    void decide() {
        Removal removal = new Removal(draft, Why.REQUESTED);
        draft.staying().stream()
                .filter(it -> it.wishes().asks(Wishes.Kind.DESTROY))
                .filter(draft::undecided)
                .forEach(removal::of);
    }
}
