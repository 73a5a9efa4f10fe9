package dev.drover.group;

import dev.drover.spec.GroupName;
import dev.drover.web.Problem;
import dev.drover.web.ProblemType;
import java.util.List;

/** Group names in paths. */
final class GroupNames {
    private GroupNames() {}

    /** A name that a new group may get. */
    static GroupName inPath(String name) {
        if (!GroupName.isValid(name)) {
            throw new Problem(
                    ProblemType.VALIDATION,
                    "the name in the path is none that a group can have; nothing was changed",
                    List.of(new Problem.Violation(
                            "/name",
                            "must be 1 to 40 lower-case letters, digits and hyphens, beginning with a letter and not"
                                    + " ending with a hyphen")));
        }
        return new GroupName(name);
    }

    /** A name that can only be wrong because there is no such group. */
    static GroupName existing(String name) {
        if (!GroupName.isValid(name)) {
            throw Preconditions.notFound(name);
        }
        return new GroupName(name);
    }
}
