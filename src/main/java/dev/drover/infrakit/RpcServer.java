package dev.drover.infrakit;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers JSON-RPC 2.0, one call a request. Whatever is sent is answered with a body, which alone says whether the call succeeded.
 * Safe for use by many threads if its methods are.
 *
 * @param <C> what a method is told of its caller
 */
public final class RpcServer<C> {
    /** The answers' type, by which nothing can be told. */
    public static final String ANSWER_TYPE = "text/plain; charset=utf-8";

    private static final int APPLICATION_ERROR = -32000;

    private final Map<String, RpcServerMethod<C>> methods;
    private final Function<RuntimeException, String> words;

    /**
     * @param methods by name, like {@code Group.Size}
     * @param words what a caller is told of an exception that a method throws
     */
    public RpcServer(Map<String, RpcServerMethod<C>> methods, Function<RuntimeException, String> words) {
        this.methods = Map.copyOf(methods);
        this.words = words;
    }

    /** The body to answer to a body. */
    public byte[] answer(byte[] body, C caller) {
        try {
            RpcServerCall call = RpcServerCall.read(body);
            return answer(call, caller);
        } catch (RpcServerRefusal e) {
            return failed(e.id(), String.valueOf(e.getMessage()));
        }
    }

    private byte[] answer(RpcServerCall call, C caller) {
        RpcServerMethod<C> method = methods.get(call.method());
        if (method == null) {
            return failed(
                    call.id(),
                    "there is no method '%s' here; there are %s"
                            .formatted(call.method(), String.join(", ", new TreeMap<>(methods).keySet())));
        }
        try {
            return succeeded(call.id(), method.call(call.params(), caller));
        } catch (RpcServerRefusal e) {
            return failed(call.id(), String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            return failed(call.id(), words.apply(e));
        }
    }

    private static byte[] succeeded(JsonNode id, Object result) {
        ObjectNode answer = envelope();
        answer.set("result", WireJson.MAPPER.valueToTree(result));
        answer.set("id", id);
        return WireJson.MAPPER.writeValueAsBytes(answer);
    }

    private static byte[] failed(@Nullable JsonNode id, String message) {
        ObjectNode answer = envelope();
        answer.putObject("error")
                .put("code", APPLICATION_ERROR)
                .put("message", message)
                .putNull("data");
        answer.set("id", id == null ? JsonNodeFactory.instance.nullNode() : id);
        return WireJson.MAPPER.writeValueAsBytes(answer);
    }

    private static ObjectNode envelope() {
        return JsonNodeFactory.instance.objectNode().put("jsonrpc", "2.0");
    }
}
