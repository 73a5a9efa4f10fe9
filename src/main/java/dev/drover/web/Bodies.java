package dev.drover.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.stereotype.Component;

/** Reads request bodies, up to a limit. */
@Component
public class Bodies {
    /** 1 MiB: far more than any spec, far less than what hurts. */
    public static final int LARGEST = 1 << 20;

    /**
     * The body's bytes.
     *
     * @throws Problem if there are more than {@link #LARGEST}, however the body is sent
     */
    public byte[] read(HttpServletRequest request) {
        if (request.getContentLengthLong() > LARGEST) {
            throw tooLarge();
        }
        try {
            byte[] bytes = request.getInputStream().readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw tooLarge();
            }
            return bytes;
        } catch (IOException e) {
            throw new Problem(ProblemType.MALFORMED, "the body ended before it was complete");
        }
    }

    private static Problem tooLarge() {
        return new Problem(ProblemType.TOO_LARGE, "a body may have at most 1 MiB");
    }
}
