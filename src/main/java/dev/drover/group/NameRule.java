package dev.drover.group;

import dev.drover.body.Shown;
import dev.drover.provider.Findings;
import dev.drover.spec.GroupName;
import org.jspecify.annotations.Nullable;

/**
 * Which group is declared.
 *
 * @param inPath the name that the request's path gives; null if it gives none
 */
record NameRule(@Nullable GroupName inPath) implements Rule {
    private static final String NAME = "/name";

    @Override
    public void check(Declaration spec, Findings findings) {
        if (!spec.has(NAME)) {
            if (inPath == null) {
                findings.add(NAME, "is missing: give the group a name");
            }
            return;
        }
        spec.string(NAME)
                .filter(name -> inPath != null && !name.equals(inPath.value()))
                .ifPresent(name -> findings.add(
                        NAME,
                        "must be '" + inPath + "' as in the path of the request, it is " + Shown.text(name)
                                + ": leave it out, or declare the other group"));
    }
}
