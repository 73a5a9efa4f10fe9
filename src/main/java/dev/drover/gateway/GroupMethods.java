package dev.drover.gateway;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.drover.group.GroupCommands;
import dev.drover.infrakit.GroupDocument;
import dev.drover.infrakit.RpcServerMethod;
import dev.drover.infrakit.RpcServerRefusal;
import dev.drover.infrakit.WireJson;
import dev.drover.member.MemberInstances;
import dev.drover.spec.GroupName;
import dev.drover.web.Asker;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The interface {@code Group}. */
@Component
class GroupMethods implements Methods {
    private final GatewayPlace gateway;
    private final GroupCommands groups;
    private final MemberInstances members;
    private final GroupPictures pictures;
    private final CommitGroup commits;
    private final ReadOnly readOnly;

    GroupMethods(
            GatewayPlace gateway,
            GroupCommands groups,
            MemberInstances members,
            GroupPictures pictures,
            CommitGroup commits,
            ReadOnly readOnly) {
        this.gateway = gateway;
        this.groups = groups;
        this.members = members;
        this.pictures = pictures;
        this.commits = commits;
        this.readOnly = readOnly;
    }

    @Override
    public Map<String, RpcServerMethod<Asker>> methods() {
        return Map.of(
                "Group.CommitGroup", RpcServerMethod.changes(Commit.class, this::commit),
                "Group.FreeGroup", RpcServerMethod.changes(OfGroup.class, this::free),
                "Group.DestroyGroup", RpcServerMethod.changes(OfGroup.class, this::destroy),
                "Group.DestroyInstances", RpcServerMethod.changes(Destroy.class, this::destroyInstances),
                "Group.SetSize", RpcServerMethod.changes(Scale.class, this::scale),
                "Group.Size", RpcServerMethod.asks(OfGroup.class, (call, asker) -> size(call)),
                "Group.DescribeGroup", RpcServerMethod.asks(OfGroup.class, (call, asker) -> describe(call)),
                "Group.InspectGroups", RpcServerMethod.asks(OfGroup.class, (call, asker) -> inspect(call)));
    }

    private Object commit(Commit call, Asker asker) {
        refuseOther(call.name);
        if (call.spec == null || call.spec.isNull()) {
            throw new RpcServerRefusal("Spec is missing: nothing was done");
        }
        GroupDocument document = GroupDocument.read(call.spec);
        List<String> sentences = call.pretend ? commits.pretend(document, asker) : commits.commit(document, asker);
        return answer(call.name, document.group().id()).put("Details", String.join("\n", sentences));
    }

    private Object free(OfGroup call, Asker asker) {
        String id = id(call.name, call.id);
        readOnly.refuse();
        groups.release(id, true, asker);
        return answer(call.name, id);
    }

    private Object destroy(OfGroup call, Asker asker) {
        String id = id(call.name, call.id);
        readOnly.refuse();
        groups.delete(id, asker);
        return answer(call.name, id);
    }

    private Object destroyInstances(Destroy call, Asker asker) {
        String id = id(call.name, call.id);
        readOnly.refuse();
        List<String> instances = Optional.ofNullable(call.instances).orElse(List.of());
        if (instances.isEmpty()) {
            throw new RpcServerRefusal("Instances are missing: nothing was done");
        }
        members.destroy(new GroupName(groups.get(id).name()), instances, asker);
        return answer(call.name, id);
    }

    private Object scale(Scale call, Asker asker) {
        String id = id(call.name, call.id);
        readOnly.refuse();
        if (call.size == null) {
            throw new RpcServerRefusal("Size is missing: nothing was done");
        }
        groups.scale(id, call.size, asker);
        return answer(call.name, id);
    }

    private Object size(OfGroup call) {
        String id = id(call.name, call.id);
        return answer(call.name, id).put("Size", groups.get(id).size());
    }

    private Object describe(OfGroup call) {
        String id = id(call.name, call.id);
        ObjectNode description = WireJson.MAPPER.valueToTree(pictures.one(id).state());
        return answer(call.name, id).set("Description", description);
    }

    private Object inspect(OfGroup call) {
        refuseOther(call.name);
        String id = Optional.ofNullable(call.id).orElse("");
        JsonNode specs = WireJson.MAPPER.valueToTree((id.isEmpty() ? groups.all() : List.of(groups.get(id)))
                .stream().map(GroupPictures::spec).toList());
        return answer(call.name, id).set("Groups", specs);
    }

    private String id(@Nullable String name, @Nullable String id) {
        refuseOther(name);
        if (id == null || id.isEmpty()) {
            throw new RpcServerRefusal("ID is missing, which names the group: nothing was done");
        }
        return id;
    }

    private void refuseOther(@Nullable String name) {
        gateway.place().orElseThrow().refuseOther(name);
    }

    private static ObjectNode answer(@Nullable String name, @Nullable String id) {
        return WireJson.MAPPER
                .createObjectNode()
                .put("Name", Optional.ofNullable(name).orElse(""))
                .put("ID", Optional.ofNullable(id).orElse(""));
    }

    private record OfGroup(
            @JsonProperty("Name") @Nullable String name,
            @JsonProperty("ID") @Nullable String id) {}

    private record Commit(
            @JsonProperty("Name") @Nullable String name,
            @JsonProperty("Spec") @Nullable JsonNode spec,
            @JsonProperty("Pretend") boolean pretend) {}

    private record Destroy(
            @JsonProperty("Name") @Nullable String name,
            @JsonProperty("ID") @Nullable String id,
            @JsonProperty("Instances") @Nullable List<String> instances) {}

    private record Scale(
            @JsonProperty("Name") @Nullable String name,
            @JsonProperty("ID") @Nullable String id,
            @JsonProperty("Size") @Nullable Integer size) {}
}
