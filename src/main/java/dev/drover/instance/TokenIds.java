package dev.drover.instance;

import dev.drover.provider.spi.Token;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Every token of ours is a UUID; what others put on an instance may be anything. */
final class TokenIds {
    private TokenIds() {}

    /** Null if it cannot be one of ours. */
    static @Nullable UUID of(@Nullable Token token) {
        if (token == null) {
            return null;
        }
        try {
            UUID id = UUID.fromString(token.value());
            return id.toString().equals(token.value()) ? id : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
