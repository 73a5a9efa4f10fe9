package dev.drover.group;

import dev.drover.provider.spi.Violation;
import dev.drover.spec.GroupSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What validation says of a spec.
 *
 * @param violations what is wrong, sorted by pointer, one for each place; empty if the spec is valid
 * @param notSupported JSON Pointers to what is valid, but not supported yet; empty while there are violations
 * @param notValidated sentences about what could not be checked now; the spec is accepted without
 * @param spec the spec with its defaults; null unless it is accepted
 */
public record Verdict(
        List<Violation> violations,
        List<String> notSupported,
        List<String> notValidated,
        @Nullable GroupSpec spec) {
    public Verdict {
        violations = List.copyOf(violations);
        notSupported = List.copyOf(notSupported);
        notValidated = List.copyOf(notValidated);
    }

    /** What could not be checked, in one text; null if all was. */
    @Nullable
    String silence() {
        return notValidated.isEmpty() ? null : String.join(" ", notValidated);
    }

    public boolean accepted() {
        return spec != null;
    }
}
