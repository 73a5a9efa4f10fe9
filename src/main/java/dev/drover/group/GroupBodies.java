package dev.drover.group;

import dev.drover.body.RequestBodies;
import dev.drover.web.GivenProvenance;
import dev.drover.web.Problem;
import dev.drover.web.Provenance;
import jakarta.servlet.http.HttpServletRequest;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
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

    /** A new size, and where it comes from, like <code>{"size": 8}</code>. */
    Scale scale(HttpServletRequest request) {
        ObjectNode body = read(request);
        GivenProvenance provenance = GivenProvenance.of(request, body);
        SortedMap<String, Problem.Violation> wrong = new TreeMap<>();
        GroupSchema.SCALE
                .check(body)
                .forEach(it -> wrong.put(it.pointer(), new Problem.Violation(it.pointer(), it.message())));
        provenance.violations().forEach(it -> wrong.putIfAbsent(it.pointer(), it));
        Refusals.refuse("body", wrong.values());
        return new Scale(body.path("size").intValue(), provenance.provenance());
    }

    record Scale(int size, @Nullable Provenance provenance) {}
}
