package dev.drover.infrakit;

import org.jspecify.annotations.Nullable;

/** A call of a plugin that came to nothing, as a sentence that names the plugin. */
public final class CallFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    CallFailed(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** What is known of its effect. */
    public enum Kind {
        /** The plugin surely never got it: it is not there, or nobody listens. */
        NOT_SENT,
        /** It was sent, and nothing came back that can be read: it may have happened, or may still. */
        IN_DOUBT,
        /** The plugin answered that it failed. What it had done by then it does not say. */
        ANSWERED
    }
}
