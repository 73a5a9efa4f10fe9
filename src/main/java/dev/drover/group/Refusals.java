package dev.drover.group;

import dev.drover.spec.GroupSpec;
import dev.drover.web.Problem;
import dev.drover.web.ProblemType;
import java.util.List;

/** Turns what validation found into the problem that the user sees. */
final class Refusals {
    private Refusals() {}

    static void refuse(Verdict verdict) {
        if (!verdict.violations().isEmpty()) {
            int count = verdict.violations().size();
            throw new Problem(
                    ProblemType.VALIDATION,
                    (count == 1 ? "one thing is" : count + " things are") + " wrong with the spec; nothing was changed",
                    verdict.violations().stream()
                            .map(it -> new Problem.Violation(it.pointer(), it.message()))
                            .toList());
        }
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
