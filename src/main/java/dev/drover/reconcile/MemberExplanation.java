package dev.drover.reconcile;

import dev.drover.reconcile.Explanation.Sentence;
import java.util.List;

/**
 * What is not as declared of one member, and why, in sentences for people.
 *
 * @param asDeclared whether it is ready, has the declared revision and labels, and is to stay
 */
record MemberExplanation(String id, String group, boolean asDeclared, List<Sentence> sentences) implements Sentences {
    MemberExplanation {
        sentences = List.copyOf(sentences);
    }
}
