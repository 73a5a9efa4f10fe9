package dev.drover.body;

import dev.drover.web.Bodies;
import dev.drover.web.Problem;
import dev.drover.web.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Reads the object that a request carries. */
@Component
public class RequestBodies {
    private final Bodies bodies;

    RequestBodies(Bodies bodies) {
        this.bodies = bodies;
    }

    /**
     * The object that the body holds.
     *
     * @throws Problem if the body is too large, of another type, or no object
     */
    public ObjectNode read(HttpServletRequest request) {
        return parse(request, bodies.read(request));
    }

    /**
     * The same of a body that may be left out.
     *
     * @throws Problem as above
     */
    public Optional<ObjectNode> readIfAny(HttpServletRequest request) {
        byte[] bytes = bodies.read(request);
        return bytes.length == 0 ? Optional.empty() : Optional.of(parse(request, bytes));
    }

    private static ObjectNode parse(HttpServletRequest request, byte[] bytes) {
        BodyFormat format = BodyFormat.of(request.getContentType())
                .orElseThrow(() -> new Problem(
                        ProblemType.UNSUPPORTED_MEDIA_TYPE,
                        "send the body as application/json or application/yaml, and say so in Content-Type"));
        try {
            return SpecBodies.read(bytes, format);
        } catch (MalformedBody e) {
            throw new Problem(ProblemType.MALFORMED, String.valueOf(e.getMessage()));
        }
    }
}
