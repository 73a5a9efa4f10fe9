package dev.drover.gateway;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.drover.group.DeclaredGroup;
import dev.drover.group.GroupCommands;
import dev.drover.infrakit.RpcServerMethod;
import dev.drover.infrakit.WireJson;
import dev.drover.web.Asker;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The interface {@code Metadata}: what is known of groups as a tree of names, like {@code groups/web/Converged}. Of a list the names
 * are {@code [0]}, {@code [1]} and so on.
 */
@Component
class MetadataMethods implements Methods {
    private static final String GROUPS = "groups";
    private static final String SPECS = "specs";

    private final GatewayPlace gateway;
    private final GroupCommands groups;
    private final GroupPictures pictures;

    MetadataMethods(GatewayPlace gateway, GroupCommands groups, GroupPictures pictures) {
        this.gateway = gateway;
        this.groups = groups;
        this.pictures = pictures;
    }

    @Override
    public Map<String, RpcServerMethod<Asker>> methods() {
        return Map.of(
                "Metadata.Keys", RpcServerMethod.asks(At.class, (call, asker) -> keys(call)),
                "Metadata.Get", RpcServerMethod.asks(At.class, (call, asker) -> get(call)));
    }

    private Object keys(At call) {
        ObjectNode answer = named(call);
        answer.set("Nodes", WireJson.MAPPER.valueToTree(names(call.segments())));
        return answer;
    }

    private List<String> names(List<String> path) {
        if (path.isEmpty()) {
            return List.of(GROUPS, SPECS);
        }
        if (path.size() == 1) {
            return isRoot(path.getFirst())
                    ? groups.all().stream().map(DeclaredGroup::name).toList()
                    : List.of();
        }
        JsonNode value = value(path);
        return value.isArray()
                ? IntStream.range(0, value.size())
                        .mapToObj(it -> "[" + it + "]")
                        .toList()
                : List.copyOf(value.propertyNames());
    }

    private Object get(At call) {
        ObjectNode answer = named(call);
        JsonNode value = value(call.segments());
        if (value.isMissingNode()) {
            answer.putNull("Value");
        } else {
            answer.set("Value", value);
        }
        return answer;
    }

    private JsonNode value(List<String> path) {
        if (path.size() >= 2) {
            return isRoot(path.getFirst()) ? below(path) : MissingNode.getInstance();
        }
        ObjectNode all = WireJson.MAPPER.createObjectNode();
        Stream.of(GROUPS, SPECS)
                .filter(it -> path.isEmpty() || path.getFirst().equals(it))
                .forEach(it -> all.set(it, everyGroup(it)));
        return path.isEmpty() ? all : all.path(path.getFirst());
    }

    private JsonNode everyGroup(String root) {
        ObjectNode every = WireJson.MAPPER.createObjectNode();
        if (root.equals(GROUPS)) {
            pictures.all().forEach(it -> every.set(it.group().name(), picture(it)));
        } else {
            groups.all().forEach(it -> every.set(it.name(), WireJson.MAPPER.valueToTree(GroupPictures.spec(it))));
        }
        return every;
    }

    private JsonNode below(List<String> path) {
        Optional<DeclaredGroup> group = groups.find(path.get(1));
        if (group.isEmpty()) {
            return MissingNode.getInstance();
        }
        JsonNode value = path.getFirst().equals(GROUPS)
                ? picture(pictures.one(group.get().name()))
                : WireJson.MAPPER.valueToTree(GroupPictures.spec(group.get()));
        for (String name : path.subList(2, path.size())) {
            value = value.isArray() ? value.path(index(name)) : value.path(name);
        }
        return value;
    }

    private static JsonNode picture(GroupPictures.Picture picture) {
        ObjectNode tree = WireJson.MAPPER.valueToTree(picture.state());
        return tree.put("Size", picture.group().size());
    }

    private static int index(String name) {
        return name.matches("\\[[0-9]{1,6}]") ? Integer.parseInt(name.substring(1, name.length() - 1)) : -1;
    }

    private static boolean isRoot(String name) {
        return name.equals(GROUPS) || name.equals(SPECS);
    }

    private ObjectNode named(At call) {
        return WireJson.MAPPER
                .createObjectNode()
                .put("Name", gateway.place().orElseThrow().refuseOther(call.name));
    }

    private record At(
            @JsonProperty("Name") @Nullable String name,
            @JsonProperty("Path") @Nullable String path) {
        List<String> segments() {
            return Arrays.stream(Optional.ofNullable(path).orElse("").split("/", -1))
                    .filter(it -> !it.isEmpty() && !it.equals("."))
                    .toList();
        }
    }
}
