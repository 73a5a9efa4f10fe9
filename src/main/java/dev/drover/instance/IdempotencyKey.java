package dev.drover.instance;

import dev.drover.web.Problem;
import dev.drover.web.ProblemType;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The header that makes a create safe to be sent again. */
final class IdempotencyKey {
    private static final Pattern FORM = Pattern.compile("[ -~]{1,100}");

    private IdempotencyKey() {}

    /** The header as it is, if it can be one; null without one. */
    static @Nullable String checked(@Nullable String header) {
        if (header != null && !FORM.matcher(header).matches()) {
            throw new Problem(
                    ProblemType.MALFORMED,
                    "'Idempotency-Key' must be 1 to 100 printable ASCII characters, like a UUID");
        }
        return header;
    }
}
