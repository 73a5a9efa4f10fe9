package dev.drover.infrakit;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** JSON-RPC 2.0 as it stands in bodies. */
final class JsonRpc {
    private JsonRpc() {}

    /** One question. */
    record Question(String jsonrpc, String method, Object params, long id) {
        static Question of(String method, Object params, long id) {
            return new Question("2.0", method, params, id);
        }

        byte[] bytes() {
            return WireJson.MAPPER.writeValueAsBytes(this);
        }
    }

    /** One answer, of whatever shape. */
    record Reply(
            @JsonProperty("result") @Nullable JsonNode result,
            @JsonProperty("error") @Nullable JsonNode error,
            @JsonProperty("id") @Nullable JsonNode id) {
        /** @throws Unreadable if it is no answer at all, or one to another question */
        static Reply read(byte[] body, long id) {
            if (body.length == 0) {
                throw new Unreadable("its answer is empty");
            }
            Reply reply = parse(body);
            if (reply.id == null || !reply.id.asString("").equals(String.valueOf(id))) {
                throw new Unreadable("it answered another question: the id is " + reply.id + " instead of " + id);
            }
            return reply;
        }

        private static Reply parse(byte[] body) {
            try {
                JsonNode tree = WireJson.MAPPER.readTree(body);
                if (!tree.isObject()) {
                    throw new Unreadable("its answer is no JSON object");
                }
                return WireJson.MAPPER.treeToValue(tree, Reply.class);
            } catch (JacksonException e) {
                throw new Unreadable("its answer is not JSON");
            }
        }

        /** What went wrong, in the plugin's words; empty if nothing did. */
        Optional<String> failure() {
            if (error == null || error.isNull()) {
                return Optional.empty();
            }
            String message = error.path("message").asString("");
            return Optional.of(message.isBlank() ? error.toString() : message);
        }

        /** @throws Unreadable if it has not this shape */
        <T> T result(Class<T> shape) {
            if (result == null || !result.isObject()) {
                throw new Unreadable("its answer has no result");
            }
            try {
                return WireJson.MAPPER.treeToValue(result, shape);
            } catch (JacksonException e) {
                throw new Unreadable("its answer has not the shape of one: " + e.getOriginalMessage());
            }
        }
    }

    /** What came back says nothing, as the end of a sentence. */
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }
}
