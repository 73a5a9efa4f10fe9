package dev.drover.group;

import dev.drover.body.Shown;
import dev.drover.provider.Findings;
import dev.drover.provider.Pointers;
import dev.drover.spec.GroupSpec;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How many members there may be, and which.
 *
 * @param currentSize what an absent size stands for; null if there is no group yet
 */
record AllocationRules(@Nullable Integer currentSize) implements Rule {
    private static final String SIZE = "/allocation/size";
    private static final String LOGICAL_IDS = "/allocation/logicalIds";

    @Override
    public void check(Declaration spec, Findings findings) {
        if (spec.has(SIZE) && spec.has(LOGICAL_IDS)) {
            findings.add("/allocation", "has both 'size' and 'logicalIds': keep one of the two");
        }
        bounds(spec, findings);
        count(spec, findings);
        duplicates(spec, findings);
    }

    private void bounds(Declaration spec, Findings findings) {
        var min = spec.integer("/allocation/min", 0);
        var max = spec.integer("/allocation/max", GroupSpec.Allocation.DEFAULT_MAX);
        if (min.isEmpty() || max.isEmpty()) {
            return;
        }
        if (min.get() > max.get()) {
            findings.add(
                    "/allocation/min", "must not be more than max, which is " + max.get() + ", it is " + min.get());
        } else if (spec.has(SIZE)) {
            spec.integer(SIZE, 0)
                    .filter(size -> size < min.get() || size > max.get())
                    .ifPresent(size -> findings.add(
                            SIZE, "must be from min %d to max %d, it is %d".formatted(min.get(), max.get(), size)));
        } else if (currentSize != null
                && !spec.has(LOGICAL_IDS)
                && (currentSize < min.get() || currentSize > max.get())) {
            findings.add(
                    "/allocation",
                    "has no 'size', and the group's current %d is not from min %d to max %d: give one"
                            .formatted(currentSize, min.get(), max.get()));
        }
    }

    private static void count(Declaration spec, Findings findings) {
        var min = spec.integer("/allocation/min", 0);
        var max = spec.integer("/allocation/max", GroupSpec.Allocation.DEFAULT_MAX);
        int ids = spec.at(LOGICAL_IDS).size();
        if (spec.has(LOGICAL_IDS)
                && min.isPresent()
                && max.isPresent()
                && min.get() <= max.get()
                && (ids < min.get() || ids > max.get())) {
            findings.add(
                    LOGICAL_IDS,
                    "must be from min %d to max %d ids, there are %d".formatted(min.get(), max.get(), ids));
        }
    }

    private static void duplicates(Declaration spec, Findings findings) {
        Set<String> seen = new HashSet<>();
        var ids = spec.at(LOGICAL_IDS);
        for (int i = 0; ids.isArray() && i < ids.size(); i++) {
            var id = ids.path(i);
            if (id.isString() && !seen.add(id.stringValue())) {
                findings.add(
                        Pointers.child(LOGICAL_IDS, i),
                        "repeats the logical id " + Shown.text(id.stringValue()) + ": each may be there once");
            }
        }
    }
}
