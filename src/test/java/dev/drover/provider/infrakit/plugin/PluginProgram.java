package dev.drover.provider.infrakit.plugin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An InfraKit plugin: {@code PluginProgram SOCKET DIRECTORY}. What it has made and what goes wrong with it is in the directory. */
public final class PluginProgram {
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final int HUGE = 40 << 20;

    private final Methods methods;
    private final Faults faults;

    private PluginProgram(Path directory) throws IOException {
        this.faults = new Faults(directory);
        this.methods = new Methods(new Machines(directory), faults);
    }

    public static void main(String[] args) throws IOException {
        UnixHttp.serve(Path.of(args[0]), in(Path.of(args[1])));
    }

    /** What the plugin whose things are in this directory answers. */
    public static UnixHttp.Answers in(Path directory) throws IOException {
        return new PluginProgram(directory)::answer;
    }

    /** Malformed JSON, or one without an id, is answered with nothing at all. */
    private Optional<byte[]> answer(byte[] body) {
        JsonNode question;
        try {
            question = MAPPER.readTree(body);
        } catch (JacksonException e) {
            return Optional.of(new byte[0]);
        }
        if (!question.path("id").isNumber() && !question.path("id").isString()) {
            return Optional.of(new byte[0]);
        }
        String method = question.path("method").asString("");
        JsonNode params = question.path("params");
        ObjectNode answer = answer(method, params.isArray() ? params.path(0) : params);
        if (faults.get("wrongIds").asBoolean(false)) {
            answer.put("id", 4711);
        } else {
            answer.set("id", question.path("id"));
        }
        faults.of("slowMillis", method).map(Long::parseLong).ifPresent(PluginProgram::sleep);
        if (faults.take("lose", method)) {
            return Optional.empty();
        }
        return Optional.of(faults.of("answers", method)
                .map(kind -> spoilt(kind, answer))
                .orElseGet(answer::toString)
                .getBytes(StandardCharsets.UTF_8));
    }

    private ObjectNode answer(String method, JsonNode params) {
        ObjectNode answer = MAPPER.createObjectNode().put("jsonrpc", "2.0");
        try {
            faults.of("errors", method).ifPresent(words -> {
                throw new IllegalArgumentException(words);
            });
            answer.set("result", methods.call(method, params));
        } catch (IllegalArgumentException e) {
            ObjectNode error = answer.putObject("error");
            error.put("code", -32000).put("message", e.getMessage()).putNull("data");
        }
        return answer;
    }

    private static String spoilt(String kind, ObjectNode answer) {
        return switch (kind) {
            case "empty" -> "";
            case "garbage" -> "<html>502 Bad Gateway</html>";
            case "huge" -> " ".repeat(HUGE) + answer;
            case "null" -> answer.putNull("result").toString();
            case "list" -> answer.put("result", "a text").toString();
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
