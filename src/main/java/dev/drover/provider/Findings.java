package dev.drover.provider;

import dev.drover.provider.spi.Violation;
import dev.drover.web.Problem;
import dev.drover.web.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The violations of one spec, at most one for each place: the stage that speaks first knows best. */
public final class Findings {
    /** Nobody reads more, and a body of unknown fields must not make an answer many times its size. */
    private static final int MAX_LISTED = 200;

    private final SortedMap<String, Violation> byPointer = new TreeMap<>();

    public void add(String pointer, String message) {
        add(new Violation(pointer, message));
    }

    public void add(Violation violation) {
        byPointer.putIfAbsent(violation.pointer(), violation);
    }

    public void addAll(Iterable<Violation> violations) {
        violations.forEach(this::add);
    }

    public boolean isEmpty() {
        return byPointer.isEmpty();
    }

    /** Whether something is wrong with this place itself, with one that holds it, or with one inside it. */
    public boolean touch(String pointer) {
        return byPointer.keySet().stream().anyMatch(known -> holds(known, pointer) || holds(pointer, known));
    }

    /** All of them, sorted by pointer. */
    public List<Violation> listed() {
        int more = byPointer.size() - MAX_LISTED;
        if (more <= 0) {
            return List.copyOf(byPointer.values());
        }
        var listed = new ArrayList<>(List.copyOf(byPointer.values()).subList(0, MAX_LISTED));
        listed.addFirst(new Violation("", more + " more problems are not listed here: correct these first"));
        return List.copyOf(listed);
    }

    /**
     * Ends the request if anything is wrong.
     *
     * @param what was sent, in a sentence: "the body"
     */
    public void refuse(String what) {
        List<Violation> wrong = listed();
        if (!wrong.isEmpty()) {
            throw new Problem(
                    ProblemType.VALIDATION,
                    (wrong.size() == 1 ? "one thing is" : wrong.size() + " things are") + " wrong with " + what
                            + "; nothing was changed",
                    wrong.stream()
                            .map(it -> new Problem.Violation(it.pointer(), it.message()))
                            .toList());
        }
    }

    private static boolean holds(String outer, String inner) {
        return inner.startsWith(outer) && (inner.length() == outer.length() || inner.charAt(outer.length()) == '/');
    }
}
