package dev.drover.reconcile;

import dev.drover.reconcile.Explanation.Sentence;
import java.util.List;
import java.util.stream.Collectors;

/** Something explained, sentence by sentence. */
interface Sentences {
    /** The headline, then what blocks most. */
    List<Sentence> sentences();

    /** A line for each sentence, with what happens next. */
    default String text() {
        return sentences().stream().map(Sentence::text).collect(Collectors.joining("\n", "", "\n"));
    }
}
