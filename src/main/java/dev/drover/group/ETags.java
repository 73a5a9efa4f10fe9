package dev.drover.group;

import dev.drover.web.Problem;
import dev.drover.web.ProblemType;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A group's ETag is its generation: {@code "7"}. */
final class ETags {
    private static final Pattern GENERATION = Pattern.compile("\"([0-9]{1,18})\"");

    private ETags() {}

    static String of(long generation) {
        return "\"" + generation + "\"";
    }

    /** The generation of an {@code If-Match}; null if there is none, or any will do. */
    static @Nullable Long generation(@Nullable String ifMatch) {
        if (ifMatch == null) {
            return null;
        }
        var matcher = GENERATION.matcher(ifMatch);
        if (!matcher.matches()) {
            throw new Problem(ProblemType.MALFORMED, "If-Match must be one ETag as it was answered, like \"7\"");
        }
        return Long.valueOf(matcher.group(1));
    }

    static boolean onlyNew(@Nullable String ifNoneMatch) {
        if (ifNoneMatch != null && !ifNoneMatch.equals("*")) {
            throw new Problem(ProblemType.MALFORMED, "If-None-Match must be *");
        }
        return ifNoneMatch != null;
    }
}
