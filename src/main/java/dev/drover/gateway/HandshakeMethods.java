package dev.drover.gateway;

import dev.drover.infrakit.RpcServerMethod;
import dev.drover.web.Asker;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Says what can be called, in the words of every version of the protocol. The command line builds its verbs from that. */
@Component
class HandshakeMethods implements Methods {
    /** All of them of the same version; {@code .} and nothing are the plugin itself. */
    private static final Map<String, List<String>> INTERFACES = new LinkedHashMap<>();

    private static final String VERSION = "0.1.1";

    static {
        INTERFACES.put("Controller", List.of(Place.OBJECT, ""));
        INTERFACES.put("Group", List.of(Place.OBJECT));
        INTERFACES.put("Metadata", List.of("."));
        INTERFACES.put("Stack", List.of("."));
    }

    @Override
    public Map<String, RpcServerMethod<Asker>> methods() {
        return Map.of(
                "Handshake.Hello", RpcServerMethod.asks(JsonNode.class, (nothing, asker) -> hello()),
                "Handshake.Implements", RpcServerMethod.asks(JsonNode.class, (nothing, asker) -> implemented()),
                "Handshake.Types", RpcServerMethod.asks(JsonNode.class, (nothing, asker) -> types()),
                "Plugin.Implements", RpcServerMethod.asks(JsonNode.class, (nothing, asker) -> implemented()));
    }

    private static Object hello() {
        Map<String, List<Map<String, String>>> objects = new LinkedHashMap<>();
        INTERFACES.forEach((name, types) -> objects.put(
                name + "/" + VERSION,
                types.stream().map(it -> Map.of("Name", it, "ProxyFor", "")).toList()));
        return Map.of("Objects", objects);
    }

    private static Object implemented() {
        return Map.of(
                "APIs",
                INTERFACES.keySet().stream()
                        .map(it -> Map.of("Name", it, "Version", VERSION))
                        .toList());
    }

    private static Object types() {
        return Map.of("Types", INTERFACES);
    }
}
