package dev.drover.infrakit;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request. InfraKit's own servers answer one that they cannot read with an empty body; here that is said.
 *
 * @param id a whole number or a string, to be echoed as it is
 * @param params an object; empty if there are none
 */
record RpcServerCall(JsonNode id, String method, ObjectNode params) {
    private static final JsonMapper STRICT = WireJson.MAPPER
            .rebuild()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** @throws RpcServerRefusal if it is no call */
    static RpcServerCall read(byte[] body) {
        Envelope envelope = envelope(body);
        JsonNode id = id(envelope.id);
        if (envelope.jsonrpc != null && !envelope.jsonrpc.equals("2.0")) {
            throw new RpcServerRefusal("jsonrpc is '" + envelope.jsonrpc + "', and only '2.0' is spoken here", id);
        }
        if (envelope.method == null || envelope.method.isEmpty()) {
            throw new RpcServerRefusal("the request names no method", id);
        }
        return new RpcServerCall(id, envelope.method, params(envelope.params, id));
    }

    private static Envelope envelope(byte[] body) {
        try {
            JsonNode tree = STRICT.readTree(body);
            if (!tree.isObject()) {
                throw new RpcServerRefusal("the request must be one JSON object: one call a request");
            }
            return STRICT.treeToValue(tree, Envelope.class);
        } catch (JacksonException e) {
            throw new RpcServerRefusal("the request is no JSON that can be read: " + e.getOriginalMessage());
        }
    }

    private static JsonNode id(@Nullable JsonNode id) {
        if (id == null || id.isNull()) {
            throw new RpcServerRefusal("the request has no id, so that nobody waits for its answer: nothing was done");
        }
        if (!id.isString() && !id.isIntegralNumber()) {
            throw new RpcServerRefusal("the request's id must be a whole number or a string");
        }
        return id;
    }

    private static ObjectNode params(@Nullable JsonNode params, JsonNode id) {
        JsonNode one = params != null && params.isArray() && params.size() == 1 ? params.path(0) : params;
        if (one == null || one.isNull() || (one.isArray() && one.isEmpty())) {
            return JsonNodeFactory.instance.objectNode();
        }
        return Optional.of(one)
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast)
                .orElseThrow(() -> new RpcServerRefusal("params must be an object, or a list of one object", id));
    }

    private record Envelope(
            @JsonProperty("jsonrpc") @Nullable String jsonrpc,
            @JsonProperty("method") @Nullable String method,
            @JsonProperty("params") @Nullable JsonNode params,
            @JsonProperty("id") @Nullable JsonNode id) {}
}
