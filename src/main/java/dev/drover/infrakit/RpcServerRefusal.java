package dev.drover.infrakit;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A call that is refused for what it says. Its message is a sentence for the caller. */
public final class RpcServerRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable JsonNode id;

    public RpcServerRefusal(String message) {
        this(message, null);
    }

    RpcServerRefusal(String message, @Nullable JsonNode id) {
        super(message);
        this.id = id;
    }

    /** The id of the request, if it had a good one. */
    @Nullable
    JsonNode id() {
        return id;
    }
}
