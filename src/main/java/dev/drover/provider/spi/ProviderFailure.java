package dev.drover.provider.spi;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The only exception of an adapter. Its kind says what the caller should do; its message is shown to users word for word. */
public final class ProviderFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final @Nullable Duration after;

    public ProviderFailure(Kind kind, String message) {
        this(kind, message, null, null);
    }

    public ProviderFailure(Kind kind, String message, @Nullable Throwable cause) {
        this(kind, message, null, cause);
    }

    private ProviderFailure(Kind kind, String message, @Nullable Duration after, @Nullable Throwable cause) {
        super(Text.clean(message), cause);
        this.kind = kind;
        this.after = after;
    }

    /** The provider asks for no call before {@code after} has passed. */
    public static ProviderFailure throttled(String message, Duration after) {
        return new ProviderFailure(Kind.THROTTLED, message, after, null);
    }

    public Kind kind() {
        return kind;
    }

    /** How long to wait, only with {@link Kind#THROTTLED}; null if the provider did not say. */
    public @Nullable Duration after() {
        return after;
    }

    /** What is known about the effect of the call that failed. */
    public enum Kind {
        /** Surely nothing happened; the same call may succeed later. */
        RETRYABLE,
        /** Surely nothing happened; the whole provider wants to be left alone for a while. */
        THROTTLED,
        /** Surely nothing happened; the provider has no room. */
        OUT_OF_CAPACITY,
        /** Surely nothing happened; the request itself is wrong. */
        REJECTED,
        /** It may have happened, or may still happen. */
        UNKNOWN_OUTCOME
    }
}
