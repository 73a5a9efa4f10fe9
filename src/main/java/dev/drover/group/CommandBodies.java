package dev.drover.group;

import dev.drover.web.Bodies;
import dev.drover.web.Problem;
import dev.drover.web.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads the bodies of commands, which may be left out, and validates them with a JSON Schema. */
@Component
public class CommandBodies {
    private final Bodies bodies;
    private final Map<String, JsonSchema> schemas = new ConcurrentHashMap<>();

    CommandBodies(Bodies bodies) {
        this.bodies = bodies;
    }

    /**
     * The body; an empty object if there is none.
     *
     * @param schema the resource that holds the schema
     * @throws Problem if it cannot be read, or is not valid
     */
    public ObjectNode read(HttpServletRequest request, String schema) {
        byte[] bytes = bodies.read(request);
        if (bytes.length == 0) {
            return JsonMapper.shared().createObjectNode();
        }
        ObjectNode body = read(request, bytes);
        Findings findings = new Findings();
        findings.addAll(schemas.computeIfAbsent(schema, CommandBodies::load).check(body));
        List<Problem.Violation> violations = findings.listed().stream()
                .map(it -> new Problem.Violation(it.pointer(), it.message()))
                .toList();
        if (!violations.isEmpty()) {
            throw new Problem(
                    ProblemType.VALIDATION,
                    (violations.size() == 1 ? "one thing is" : violations.size() + " things are")
                            + " wrong with the body; nothing was changed",
                    violations);
        }
        return body;
    }

    private static ObjectNode read(HttpServletRequest request, byte[] bytes) {
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

    private static JsonSchema load(String resource) {
        try (InputStream stream = CommandBodies.class.getClassLoader().getResourceAsStream(resource)) {
            return new JsonSchema(JsonMapper.shared().readTree(Objects.requireNonNull(stream)), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
