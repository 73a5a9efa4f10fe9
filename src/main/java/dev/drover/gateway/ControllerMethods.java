package dev.drover.gateway;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.drover.gateway.GroupPictures.Picture;
import dev.drover.gateway.GroupPictures.State;
import dev.drover.group.GroupCommands;
import dev.drover.infrakit.GroupDocument;
import dev.drover.infrakit.RpcServerMethod;
import dev.drover.infrakit.RpcServerRefusal;
import dev.drover.infrakit.Shapes;
import dev.drover.infrakit.WireJson;
import dev.drover.web.Asker;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The interface {@code Controller}, for objects of the kind {@code group}. */
@Component
class ControllerMethods implements Methods {
    private static final int ENFORCE = 0;
    private static final int DESTROY = 1;

    private final GatewayPlace gateway;
    private final GroupCommands groups;
    private final GroupPictures pictures;
    private final CommitGroup commits;
    private final ReadOnly readOnly;

    ControllerMethods(
            GatewayPlace gateway,
            GroupCommands groups,
            GroupPictures pictures,
            CommitGroup commits,
            ReadOnly readOnly) {
        this.gateway = gateway;
        this.groups = groups;
        this.pictures = pictures;
        this.commits = commits;
        this.readOnly = readOnly;
    }

    @Override
    public Map<String, RpcServerMethod<Asker>> methods() {
        return Map.of(
                "Controller.Plan", RpcServerMethod.asks(Operate.class, this::plan),
                "Controller.Commit", RpcServerMethod.changes(Operate.class, this::commit),
                "Controller.Describe", RpcServerMethod.asks(Named.class, (call, asker) -> describe(call)),
                "Controller.Free", RpcServerMethod.changes(Named.class, this::free));
    }

    private Object plan(Operate call, Asker asker) {
        GroupDocument document = document(call);
        List<String> sentences = call.operation == ENFORCE
                ? commits.pretend(document, asker)
                : destroyed(groups.get(id(document)).name());
        return answer(call, document, sentences);
    }

    private List<String> destroyed(String name) {
        int instances = pictures.one(name).state().instances().size();
        return List.of("Group " + name + " ends, and its " + instances + " instances are destroyed");
    }

    private Object commit(Operate call, Asker asker) {
        GroupDocument document = document(call);
        if (call.operation == ENFORCE) {
            return answer(call, document, commits.commit(document, asker));
        }
        readOnly.refuse();
        groups.delete(id(document), asker);
        return answer(call, document, List.of("Group " + id(document) + " is being destroyed"));
    }

    private GroupDocument document(Operate call) {
        place().refuseOther(call.name);
        JsonNode spec = call.spec;
        if (spec == null || spec.isNull()) {
            throw new RpcServerRefusal("Spec is missing: nothing was done");
        }
        if (call.operation != ENFORCE && call.operation != DESTROY) {
            throw new RpcServerRefusal(
                    "Operation is " + call.operation + ": 0 enforces and 1 destroys; nothing was done");
        }
        GroupDocument document = GroupDocument.read(spec);
        GroupDocument.of(object(spec)); // the other form has no kind, and is none of a controller's
        return document;
    }

    private static Shapes.ObjectSpec object(JsonNode spec) {
        return WireJson.MAPPER.treeToValue(spec, Shapes.ObjectSpec.class);
    }

    private static String id(GroupDocument document) {
        return Optional.ofNullable(document.group().id())
                .filter(it -> !it.isEmpty())
                .orElseThrow(() -> new RpcServerRefusal("metadata.name is missing: nothing was done"));
    }

    private Object answer(Operate call, GroupDocument document, List<String> sentences) {
        State state = Optional.ofNullable(document.group().id())
                .flatMap(groups::find)
                .map(it -> pictures.one(it.name()).state())
                .orElse(State.NOTHING);
        ObjectNode object = WireJson.MAPPER.valueToTree(object(Objects.requireNonNull(call.spec)));
        object.set("state", WireJson.MAPPER.valueToTree(state));
        ObjectNode answer = named(call.name);
        answer.set("Object", object);
        answer.putObject("Plan").set("Message", WireJson.MAPPER.valueToTree(sentences));
        return answer;
    }

    private Object describe(Named call) {
        place().refuseOther(call.name);
        return objects(call.name, wanted(call.metadata));
    }

    private Object free(Named call, Asker asker) {
        place().refuseOther(call.name);
        String name = GroupDocument.name(call.metadata);
        if (name == null || name.isEmpty()) {
            throw new RpcServerRefusal(
                    "Metadata names no group, and all of them are not freed at once: nothing was done");
        }
        readOnly.refuse();
        Picture before = pictures.one(name);
        groups.release(name, true, asker);
        return objects(call.name, List.of(before));
    }

    /** All of them, if none is named. */
    private List<Picture> wanted(Shapes.@Nullable Metadata metadata) {
        String name = GroupDocument.name(metadata);
        if (name == null || name.isEmpty()) {
            return pictures.all();
        }
        return groups.find(name).map(it -> pictures.one(it.name())).stream().toList();
    }

    private Object objects(@Nullable String name, List<Picture> found) {
        ObjectNode answer = named(name);
        answer.set(
                "Objects",
                WireJson.MAPPER.valueToTree(
                        found.stream().map(it -> it.object(place())).toList()));
        return answer;
    }

    private static ObjectNode named(@Nullable String name) {
        return WireJson.MAPPER
                .createObjectNode()
                .put("Name", Optional.ofNullable(name).orElse(""));
    }

    private Place place() {
        return gateway.place().orElseThrow();
    }

    private record Operate(
            @JsonProperty("Name") @Nullable String name,
            @JsonProperty("Operation") int operation,
            @JsonProperty("Spec") @Nullable JsonNode spec) {}

    private record Named(
            @JsonProperty("Name") @Nullable String name,
            @JsonProperty("Metadata") Shapes.@Nullable Metadata metadata) {}
}
