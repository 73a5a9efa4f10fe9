package dev.drover.gateway;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.drover.group.GroupCommands;
import dev.drover.infrakit.GroupDocument;
import dev.drover.infrakit.RpcServerMethod;
import dev.drover.infrakit.RpcServerRefusal;
import dev.drover.infrakit.WireJson;
import dev.drover.web.Asker;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What InfraKit's manager answers of all that is declared. It calls this interface {@code Stack}. */
@Component
class ManagerMethods implements Methods {
    private final GatewayPlace gateway;
    private final GroupCommands groups;
    private final GroupPictures pictures;
    private final CommitGroup commits;
    private final ReadOnly readOnly;

    ManagerMethods(
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
                // There is none: every replica does what a leader would.
                "Manager.IsLeader", RpcServerMethod.asks(JsonNode.class, (nothing, asker) -> Map.of("Leader", true)),
                "Manager.LeaderLocation", RpcServerMethod.asks(JsonNode.class, (nothing, asker) -> location()),
                "Manager.Specs", RpcServerMethod.asks(JsonNode.class, (nothing, asker) -> specs()),
                "Manager.Inspect", RpcServerMethod.asks(JsonNode.class, (nothing, asker) -> inspect()),
                "Manager.Enforce", RpcServerMethod.changes(Given.class, this::enforce),
                "Manager.Terminate", RpcServerMethod.changes(Given.class, this::terminate));
    }

    /** A URL in the fields that Go has for one. */
    private Object location() {
        ObjectNode answer = WireJson.MAPPER.createObjectNode();
        answer.putObject("Location")
                .put("Scheme", "unix")
                .put("Host", "")
                .put("Path", place().socket().toString());
        return answer;
    }

    private Object specs() {
        return Map.of("Specs", groups.all().stream().map(GroupPictures::object).toList());
    }

    private Object inspect() {
        return Map.of(
                "Objects", pictures.all().stream().map(it -> it.object(place())).toList());
    }

    /** Refused as a whole where one of them would be; what happens between that and declaring them concerns only one. */
    private Object enforce(Given call, Asker asker) {
        List<GroupDocument> documents = documents(call);
        readOnly.refuse();
        documents.forEach(it -> commits.pretend(it, asker));
        documents.forEach(it -> commits.commit(it, asker));
        return Map.of();
    }

    private Object terminate(Given call, Asker asker) {
        List<String> names = documents(call).stream()
                .map(it -> Optional.ofNullable(it.group().id()).orElse(""))
                .map(it -> groups.get(it).name())
                .toList();
        readOnly.refuse();
        names.forEach(it -> groups.delete(it, asker));
        return Map.of();
    }

    private static List<GroupDocument> documents(Given call) {
        List<JsonNode> specs = Optional.ofNullable(call.specs).orElse(List.of());
        if (specs.isEmpty()) {
            throw new RpcServerRefusal("Specs are missing: nothing was done");
        }
        return specs.stream().map(GroupDocument::read).toList();
    }

    private Place place() {
        return gateway.place().orElseThrow();
    }

    private record Given(@JsonProperty("Specs") @Nullable List<JsonNode> specs) {}
}
