package dev.drover.body;

import dev.drover.web.Bodies;
import dev.drover.web.Problem;
import dev.drover.web.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
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
        BodyFormat format = BodyFormat.of(request.getContentType())
                .orElseThrow(() -> new Problem(
                        ProblemType.UNSUPPORTED_MEDIA_TYPE,
                        "send the body as application/json or application/yaml, and say so in Content-Type"));
        try {
            return SpecBodies.read(bodies.read(request), format);
        } catch (MalformedBody e) {
            throw new Problem(ProblemType.MALFORMED, String.valueOf(e.getMessage()));
        }
    }
}
