package dev.drover.group;

import dev.drover.spec.GroupSpec;
import dev.drover.web.Problem;
import dev.drover.web.ProblemType;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Turns what validation found into the problem that the user sees. */
final class Refusals {
    private Refusals() {}

    /** @param provenance what is wrong with where the spec comes from, as far as the spec's own rules do not say it */
    static void refuse(Verdict verdict, List<Problem.Violation> provenance) {
        refuse("spec", together(verdict, provenance));
        if (!verdict.notSupported().isEmpty()) {
            throw new Problem(
                    ProblemType.NOT_SUPPORTED,
                    "this version does not support " + String.join(", ", verdict.notSupported())
                            + " yet: leave it out; nothing was changed",
                    verdict.notSupported().stream()
                            .map(it -> new Problem.Violation(it, "not supported yet"))
                            .toList());
        }
    }

    /** @param what they are wrong with */
    static void refuse(String what, Collection<Problem.Violation> violations) {
        if (!violations.isEmpty()) {
            int count = violations.size();
            throw new Problem(
                    ProblemType.VALIDATION,
                    (count == 1 ? "one thing is" : count + " things are") + " wrong with the " + what
                            + "; nothing was changed",
                    List.copyOf(violations));
        }
    }

    private static List<Problem.Violation> together(Verdict verdict, List<Problem.Violation> more) {
        SortedMap<String, Problem.Violation> byPointer = new TreeMap<>();
        verdict.violations()
                .forEach(it -> byPointer.put(it.pointer(), new Problem.Violation(it.pointer(), it.message())));
        more.forEach(it -> byPointer.putIfAbsent(it.pointer(), it));
        return List.copyOf(byPointer.values());
    }

    static int sizeOfNewGroup(GroupSpec spec) {
        Integer size = spec.allocation().size();
        if (size == null) {
            throw new Problem(
                    ProblemType.VALIDATION,
                    "one thing is wrong with the spec; nothing was changed",
                    List.of(new Problem.Violation(
                            "/allocation/size", "is required for a new group: there is no current size to keep")));
        }
        return size;
    }

    static void refuseSize(int size, GroupSpec.Allocation allocation) {
        if (size < allocation.min() || size > allocation.max()) {
            throw size("must be from min " + allocation.min() + " to max " + allocation.max() + ", it is " + size);
        }
    }

    static void refuseToScalePets(GroupSpec.Allocation allocation) {
        if (allocation.pets()) {
            throw size("cannot be set for a group with logical ids: declare the ids that are to be");
        }
    }

    static void refuseToShrink(int size, GroupSpec.Allocation allocation) {
        if (size <= allocation.min()) {
            throw new Problem(
                    ProblemType.VALIDATION,
                    "one thing is wrong with the body; nothing was changed",
                    List.of(new Problem.Violation(
                            "/shrink",
                            "the group has size " + size + " and may not be smaller than its min " + allocation.min()
                                    + ": lower min, or leave 'shrink' out and another member is made")));
        }
    }

    static Problem size(String message) {
        return new Problem(
                ProblemType.VALIDATION,
                "one thing is wrong with the body; nothing was changed",
                List.of(new Problem.Violation("/size", message)));
    }
}
