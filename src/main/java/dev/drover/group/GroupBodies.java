package dev.drover.group;

import dev.drover.body.RequestBodies;
import dev.drover.web.Problem;
import dev.drover.web.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the bodies of requests about groups. */
@Component
class GroupBodies {
    private final RequestBodies bodies;

    GroupBodies(RequestBodies bodies) {
        this.bodies = bodies;
    }

    ObjectNode read(HttpServletRequest request) {
        return bodies.read(request);
    }

    /** The one number of <code>{"size": 8}</code>. */
    int size(HttpServletRequest request) {
        ObjectNode body = read(request);
        Set<String> unknown = new TreeSet<>(body.propertyNames());
        unknown.remove("size");
        JsonNode size = body.path("size");
        if (!unknown.isEmpty()) {
            throw new Problem(
                    ProblemType.VALIDATION,
                    "the body may only hold 'size'; nothing was changed",
                    unknown.stream()
                            .map(it -> new Problem.Violation("/" + it, "unknown field"))
                            .toList());
        }
        if (!size.isIntegralNumber() || !size.canConvertToInt() || size.intValue() < 0) {
            throw new Problem(
                    ProblemType.VALIDATION,
                    "one thing is wrong with the body; nothing was changed",
                    List.of(new Problem.Violation("/size", "must be a whole number of 0 or more")));
        }
        return size.intValue();
    }
}
