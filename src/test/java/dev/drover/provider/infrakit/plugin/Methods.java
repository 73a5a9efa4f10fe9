package dev.drover.provider.infrakit.plugin;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the plugin does: instances of the types "" and "compute", and a flavor like InfraKit's vanilla one. */
final class Methods {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final Machines machines;
    private final Faults faults;

    Methods(Machines machines, Faults faults) {
        this.machines = machines;
        this.faults = faults;
    }

    ObjectNode call(String method, JsonNode params) {
        return switch (method) {
            case "Handshake.Hello" -> hello();
            case "Handshake.Implements" -> implemented("0.1");
            case "Handshake.Types" -> types();
            case "Plugin.Implements" -> implemented("");
            case "Instance.Validate" -> validated(params);
            case "Instance.Provision" -> provisioned(params);
            case "Instance.Label" -> labelled(params);
            case "Instance.Destroy" -> destroyed(params);
            case "Instance.DescribeInstances" -> described(params);
            case "Flavor.Validate" -> validated(params);
            case "Flavor.Prepare" -> prepared(params);
            case "Flavor.Healthy" ->
                ofType(params).put("Health", faults.get("health").asInt(1));
            case "Flavor.Drain" -> ofType(params).put("OK", true);
            default -> throw new IllegalArgumentException("rpc: can't find method " + method);
        };
    }

    private ObjectNode hello() {
        if (!faults.get("handshake").isMissingNode()) {
            throw new IllegalArgumentException("rpc: can't find service Handshake.Hello");
        }
        ObjectNode answer = MAPPER.createObjectNode();
        ArrayNode instances = answer.withObject("/Objects").putArray("Instance/0.6.1");
        instances.addObject().put("Name", "compute").put("ProxyFor", "");
        instances.addObject().put("Name", ".").put("ProxyFor", "");
        answer.withObject("/Objects")
                .putArray("Flavor/0.1.1")
                .addObject()
                .put("Name", ".")
                .put("ProxyFor", "");
        return answer;
    }

    private ObjectNode implemented(String atLeast) {
        String age = faults.get("handshake").asString("0.6");
        if (age.compareTo("0.3") < 0 && !atLeast.isEmpty()) {
            throw new IllegalArgumentException("rpc: can't find service Handshake.Implements");
        }
        ObjectNode answer = MAPPER.createObjectNode();
        answer.putArray("APIs").addObject().put("Name", "Instance").put("Version", age + ".0");
        return answer;
    }

    private ObjectNode types() {
        ObjectNode answer = MAPPER.createObjectNode();
        answer.withObject("/Types").putArray("Instance/0.4.0").add("compute");
        return answer;
    }

    private static ObjectNode ofType(JsonNode params) {
        return MAPPER.createObjectNode().put("Type", params.path("Type").asString(""));
    }

    private static ObjectNode validated(JsonNode params) {
        refuseBroken(params.path("Properties"));
        return ofType(params).put("OK", true);
    }

    private static void refuseBroken(JsonNode properties) {
        if (properties.path("broken").asBoolean(false)) {
            throw new IllegalArgumentException("these properties are broken");
        }
    }

    private ObjectNode provisioned(JsonNode params) {
        JsonNode spec = params.path("Spec");
        refuseBroken(spec.path("Properties"));
        ObjectNode machine = ofType(params);
        machine.set("LogicalID", spec.path("LogicalID"));
        machine.set("Tags", spec.path("Tags").isObject() ? spec.path("Tags") : MAPPER.createObjectNode());
        machine.set("Properties", spec.path("Properties"));
        machine.set("Init", spec.path("Init"));
        machine.set("Attachments", spec.path("Attachments"));
        String id = machines.add(machine);
        if (faults.once("crashAfterCreate")) {
            Runtime.getRuntime().halt(1);
        }
        if (faults.get("failAfterCreate").asBoolean(false)) {
            throw new IllegalArgumentException("made, but not tagged: the quota of tags is exceeded");
        }
        return ofType(params).put("ID", id);
    }

    private ObjectNode labelled(JsonNode params) {
        machines.label(params.path("Instance").asString(), (ObjectNode) params.path("Labels"));
        return ofType(params).put("OK", true);
    }

    private ObjectNode destroyed(JsonNode params) {
        faults.reason(params.path("Context").path("Reason").asString("none"));
        machines.destroy(params.path("Instance").asString());
        return ofType(params).put("OK", true);
    }

    private ObjectNode described(JsonNode params) {
        long lag = faults.get("lagMillis").asLong(0);
        long goneLag = faults.get("goneLagMillis").asLong(0);
        long now = System.currentTimeMillis();
        String hidden = faults.get("hide").asString("");
        List<ObjectNode> found = new ArrayList<>();
        for (ObjectNode machine : machines.all()) {
            boolean made = lag == 0 || machine.path("madeAt").asLong() <= now - lag;
            boolean gone = machine.has("goneAt")
                    && (goneLag == 0 || machine.path("goneAt").asLong() <= now - goneLag);
            boolean shown = !hidden.equals(machine.path("ID").asString());
            boolean ofType =
                    machine.path("Type").asString().equals(params.path("Type").asString(""));
            if (made && !gone && shown && ofType && matches(machine.path("Tags"), params.path("Tags"))) {
                found.add(shown(machine, params.path("Properties").asBoolean(false)));
            }
        }
        ObjectNode answer = ofType(params);
        if (found.isEmpty()) {
            answer.putNull("Descriptions");
        } else {
            answer.putArray("Descriptions").addAll(found);
        }
        return answer;
    }

    private static ObjectNode shown(ObjectNode machine, boolean properties) {
        synchronized (machine) {
            ObjectNode shown = MAPPER.createObjectNode();
            shown.set("ID", machine.path("ID"));
            shown.set("LogicalID", machine.path("LogicalID"));
            shown.set("Tags", machine.path("Tags").deepCopy());
            if (properties) {
                shown.set("Properties", machine.path("Properties"));
            }
            return shown;
        }
    }

    private boolean matches(JsonNode tags, JsonNode wanted) {
        boolean missingMatches = faults.get("missingTagsMatch").asBoolean(false);
        return faults.get("ignoreFilters").asBoolean(false)
                || wanted.propertyStream()
                        .allMatch(it ->
                                tags.has(it.getKey()) ? tags.path(it.getKey()).equals(it.getValue()) : missingMatches);
    }

    /** Lines behind the script, tags beside the tags. */
    private ObjectNode prepared(JsonNode params) {
        ObjectNode spec = (ObjectNode) params.path("Spec").deepCopy();
        if (faults.get("dropTags").asBoolean(false)) {
            spec.putNull("Tags");
        }
        if (!spec.path("Tags").isObject()) {
            spec.putObject("Tags");
        }
        JsonNode properties = params.path("Properties");
        if (properties.path("Tags").isObject()) {
            spec.withObject("/Tags").setAll((ObjectNode) properties.path("Tags"));
        }
        List<String> lines = new ArrayList<>();
        if (!spec.path("Init").asString("").isEmpty()) {
            lines.add(spec.path("Init").asString());
        }
        properties.path("Init").forEach(line -> lines.add(line.asString()));
        spec.put("Init", String.join("\n", lines));
        ObjectNode answer = ofType(params);
        answer.set("Spec", spec);
        return answer;
    }
}
