package dev.drover.group;

import dev.drover.body.RequestBodies;
import dev.drover.provider.Findings;
import dev.drover.provider.JsonSchema;
import dev.drover.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads the bodies of commands, which may be left out, and validates them with a JSON Schema. */
@Component
public class CommandBodies {
    private final RequestBodies bodies;
    private final Map<String, JsonSchema> schemas = new ConcurrentHashMap<>();

    CommandBodies(RequestBodies bodies) {
        this.bodies = bodies;
    }

    /**
     * The body; an empty object if there is none.
     *
     * @param schema the resource that holds the schema
     * @throws Problem if it cannot be read, or is not valid
     */
    public ObjectNode read(HttpServletRequest request, String schema) {
        ObjectNode body = bodies.readIfAny(request).orElseGet(JsonMapper.shared()::createObjectNode);
        Findings findings = new Findings();
        findings.addAll(schemas.computeIfAbsent(schema, CommandBodies::load).check(body));
        findings.refuse("the body");
        return body;
    }

    private static JsonSchema load(String resource) {
        return JsonSchema.beside(CommandBodies.class, "/" + resource);
    }
}
