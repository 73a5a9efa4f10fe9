package dev.drover.reconcile;

import dev.drover.group.GroupStatus;
import dev.drover.plan.Declared;
import dev.drover.plan.GroupState;
import dev.drover.reconcile.Explanation.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts what is stored of a group into words. Pure: equal readings give equal explanations. In this order: the headline,
 * whether a pass is awaited, the conditions that hold, the members that do not serve, what is waited for, the last errors.
 */
final class Explain {
    private static final String NEXT_PASS = "The next pass is due at once.";

    private final Loaded loaded;
    private final GroupState state;
    private final String name;
    private final Phrases phrases;

    private Explain(Loaded loaded) {
        this.loaded = loaded;
        this.state = loaded.state();
        this.name = state.group().toString();
        this.phrases = new Phrases(loaded.now());
    }

    static Explanation of(Loaded loaded) {
        return new Explain(loaded).explanation();
    }

    private Explanation explanation() {
        long generation = state.declared().generation();
        GroupStatus status = loaded.status();
        Optional<Sentence> awaited = awaited(loaded);
        if (status == null) {
            return new Explanation(name, generation, false, awaited.stream().toList());
        }
        List<Sentence> sentences = new ArrayList<>();
        boolean converged = status.converged() && awaited.isEmpty();
        sentences.add(headline(status, converged, awaited.isPresent()));
        awaited.ifPresent(sentences::add);
        new ExplainConditions(name, status, phrases).sentences().forEach(sentences::add);
        new ExplainMembers(loaded, status, phrases).sentences().forEach(sentences::add);
        new ExplainWaits(name, status, phrases).sentences().forEach(sentences::add);
        if (!converged) {
            errors(sentences);
        }
        return new Explanation(name, generation, converged, sentences);
    }

    /** What is to be known of what is told: that a pass has yet to look. Empty if the last one has seen what people want. */
    static Optional<Sentence> awaited(Loaded loaded) {
        GroupStatus status = loaded.status();
        Declared declared = loaded.state().declared();
        if (status == null) {
            return Optional.of(pass(
                    loaded,
                    loaded.state().group() + " was declared with size " + declared.size()
                            + ", and nobody has looked at it yet.",
                    "The first pass is due at once."));
        }
        if (status.observedGeneration() < declared.generation()) {
            return Optional.of(pass(
                    loaded,
                    "Generation " + declared.generation() + " was declared, and what is told here is of generation "
                            + status.observedGeneration() + ".",
                    NEXT_PASS));
        }
        return loaded.unanswered()
                ? Optional.of(pass(loaded, "A command was given, and what is told here is from before it.", NEXT_PASS))
                : Optional.empty();
    }

    private static Sentence pass(Loaded loaded, String sentence, String next) {
        return new Sentence("pass", sentence, null, next, loaded.now(), List.of());
    }

    private Sentence headline(GroupStatus status, boolean converged, boolean awaited) {
        GroupStatus.Size size = status.size();
        String counts = size.ready() + " of " + size.desired() + " members are ready";
        String verdict = switch (state.lifecycle()) {
            case DELETING -> name + " is being deleted.";
            case RELEASING -> name + " is being released.";
            case ABANDONED -> name + " is being deleted, and its provider is not waited for.";
            case ACTIVE ->
                name + (converged ? " is as declared: " : " is not as declared: ") + counts + others(status) + ".";
        };
        GroupStatus.@Nullable Condition condition = status.conditions().stream()
                .filter(it -> it.type().equals("Converged"))
                .findFirst()
                .orElse(null);
        return new Sentence(
                "Converged", verdict, condition == null || awaited ? null : condition.since(), null, null, List.of());
    }

    /** More than are wanted, or not yet counted. */
    private static String others(GroupStatus status) {
        int more = status.size().live() - status.size().desired();
        return more > 0 ? ", and " + more + " more than that are to go" : "";
    }

    /** Errors that a condition quotes are told there. */
    private void errors(List<Sentence> sentences) {
        List<String> told = sentences.stream().map(Sentence::sentence).toList();
        loaded.errors().stream()
                .filter(it -> told.stream().noneMatch(sentence -> sentence.contains(it.message())))
                .map(it -> new Sentence(
                        "lastError",
                        phrases.sentence("The last " + it.action() + " failed"
                                + (it.at() == null ? "" : " at " + phrases.at(Objects.requireNonNull(it.at()))) + ": "
                                + it.message()),
                        it.at(),
                        null,
                        null,
                        List.of(it.action().substring(it.action().lastIndexOf(' ') + 1))))
                .forEach(sentences::add);
    }
}
