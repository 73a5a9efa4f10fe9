package dev.drover.provider.docker;

import com.github.dockerjava.api.exception.DockerException;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderFailure.Kind;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * An error that the engine answered.
 *
 * @param words the engine's own
 */
record EngineAnswer(int status, String words) {
    private static final Pattern STATUS = Pattern.compile("^Status \\d+: ");
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int SERVER_ERROR = 500;

    /** Another container has it now, and may let it go: of a port, of a fixed address. */
    private static final List<String> TAKEN =
            List.of("port is already allocated", "address already in use", "Address already in use");

    static boolean isOne(Throwable failure) {
        return failure instanceof DockerException;
    }

    static EngineAnswer of(DockerException failure) {
        String text = STATUS.matcher(String.valueOf(failure.getMessage()))
                .replaceFirst("")
                .trim();
        return new EngineAnswer(failure.getHttpStatus(), message(text));
    }

    private static String message(String text) {
        try {
            return JsonMapper.shared().readTree(text).path("message").asString(text);
        } catch (JacksonException e) {
            return text;
        }
    }

    boolean isNotFound() {
        return status == NOT_FOUND;
    }

    boolean isConflict() {
        return status == CONFLICT;
    }

    boolean isForbidden() {
        return status == FORBIDDEN;
    }

    /** What it means of a call that surely had no effect: whether the same call may succeed later. */
    Kind kind() {
        boolean later = status >= SERVER_ERROR || TAKEN.stream().anyMatch(words::contains);
        return later ? Kind.RETRYABLE : Kind.REJECTED;
    }

    ProviderFailure failure(String sentence) {
        return new ProviderFailure(kind(), sentence + ": " + words);
    }
}
