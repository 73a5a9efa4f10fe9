package dev.drover.web;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param next give it as {@code after} to get the next page; null on the last one
 */
public record Page<T>(List<T> items, @Nullable String next) {
    /** What every cursor begins with: a name may be anything, so that nonsense would be one, too. */
    private static final String OURS = "after:";

    public static final int DEFAULT_LIMIT = 100;
    public static final int LARGEST_LIMIT = 500;

    /**
     * A page of what was read, with one row more than asked for, so that it is known whether there are others.
     *
     * @param found at most one more than {@code limit}
     * @param cursor where the page after an item begins, in the caller's own words
     */
    public static <R, T> Page<T> of(List<R> found, int limit, Function<R, String> cursor, Function<R, T> view) {
        List<R> shown = found.size() > limit ? found.subList(0, limit) : found;
        String next = found.size() > limit ? encode(cursor.apply(shown.getLast())) : null;
        return new Page<>(shown.stream().map(view).toList(), next);
    }

    /** Checks a {@code limit} parameter; null means the default. */
    public static int limit(@Nullable Integer limit) {
        if (limit == null) {
            return DEFAULT_LIMIT;
        }
        if (limit < 1 || limit > LARGEST_LIMIT) {
            throw new Problem(ProblemType.MALFORMED, "'limit' must be from 1 to " + LARGEST_LIMIT);
        }
        return limit;
    }

    /** Reads an {@code after} parameter; empty for the first page. */
    public static <C> Optional<C> after(@Nullable String after, Function<String, C> read) {
        if (after == null) {
            return Optional.empty();
        }
        try {
            String cursor = new String(Base64.getUrlDecoder().decode(after), StandardCharsets.UTF_8);
            if (cursor.startsWith(OURS)) {
                return Optional.of(read.apply(cursor.substring(OURS.length())));
            }
        } catch (RuntimeException e) {
            throw misread();
        }
        throw misread();
    }

    private static Problem misread() {
        return new Problem(ProblemType.MALFORMED, "'after' must be the 'next' of the page before, unchanged");
    }

    private static String encode(String cursor) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((OURS + cursor).getBytes(StandardCharsets.UTF_8));
    }
}
