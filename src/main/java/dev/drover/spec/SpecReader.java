package dev.drover.spec;

import dev.drover.spec.GroupSpec.Allocation;
import dev.drover.spec.GroupSpec.Part;
import dev.drover.spec.HealthPolicy.Check;
import dev.drover.spec.HealthPolicy.Command;
import dev.drover.spec.HealthPolicy.Http;
import dev.drover.spec.HealthPolicy.Port;
import dev.drover.spec.HealthPolicy.Tcp;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads a spec that has been found valid, and fills in its defaults. Keys that this version does not know are passed over. */
public final class SpecReader {
    private SpecReader() {}

    /** Reads a spec that names its group. */
    public static GroupSpec read(JsonNode tree) {
        return read(new GroupName(tree.path("name").stringValue()), tree);
    }

    /** Reads the spec of the group of this name, whether the tree names it too or not. */
    public static GroupSpec read(GroupName name, JsonNode tree) {
        return new GroupSpec(
                name,
                labels(tree.path("labels")),
                allocation(tree.path("allocation")),
                part(tree.path("instance")),
                tree.has("flavor") ? part(tree.path("flavor")) : Part.defaultFlavor(),
                tree.has("health") ? health(tree.path("health")) : null,
                update(tree.path("update"), tree.path("allocation").has("logicalIds")),
                repair(tree.path("repair")),
                scaleIn(tree.path("scaleIn")),
                drain(tree.path("drain")),
                new GroupSpec.Protection(tree.path("protection").path("delete").asBoolean(false)));
    }

    private static Map<String, String> labels(JsonNode tree) {
        Map<String, String> labels = new LinkedHashMap<>();
        tree.forEachEntry((key, value) -> labels.put(key, value.stringValue()));
        return labels;
    }

    private static Allocation allocation(JsonNode tree) {
        List<String> logicalIds = tree.has("logicalIds") ? logicalIds(tree.path("logicalIds")) : null;
        Integer size = tree.has("size") ? Integer.valueOf(integer(tree, "size", 0)) : null;
        return new Allocation(
                logicalIds == null ? size : Integer.valueOf(logicalIds.size()),
                integer(tree, "min", 0),
                integer(tree, "max", Allocation.DEFAULT_MAX),
                logicalIds);
    }

    private static List<String> logicalIds(JsonNode tree) {
        return tree.valueStream().map(JsonNode::stringValue).toList();
    }

    private static ScaleIn scaleIn(JsonNode tree) {
        return ScaleIn.valueOf(tree.path("prefer").asString("oldest").toUpperCase(Locale.ROOT));
    }

    private static DrainPolicy drain(JsonNode tree) {
        var byDefault = DrainPolicy.DEFAULT;
        return new DrainPolicy(
                duration(tree, "timeout", byDefault.timeout()),
                DrainPolicy.OnTimeout.valueOf(
                        tree.path("onTimeout").asString("destroy").toUpperCase(Locale.ROOT)));
    }

    /** An instance or flavor part, as a spec has it. */
    public static Part part(JsonNode tree) {
        JsonNode properties =
                tree.has("properties") ? tree.path("properties").deepCopy() : JsonNodeFactory.instance.objectNode();
        return new Part(tree.path("provider").stringValue(), properties);
    }

    private static HealthPolicy health(JsonNode tree) {
        return new HealthPolicy(
                check(tree),
                duration(tree, "startup", HealthPolicy.DEFAULT_STARTUP),
                duration(tree, "interval", HealthPolicy.DEFAULT_INTERVAL),
                duration(tree, "timeout", HealthPolicy.DEFAULT_TIMEOUT),
                integer(tree, "healthyAfter", HealthPolicy.DEFAULT_HEALTHY_AFTER),
                integer(tree, "unhealthyAfter", HealthPolicy.DEFAULT_UNHEALTHY_AFTER));
    }

    private static @Nullable Check check(JsonNode tree) {
        if (tree.has("http")) {
            return http(tree.path("http"));
        }
        if (tree.has("tcp")) {
            return new Tcp(port(tree.path("tcp").path("port")));
        }
        return tree.has("command")
                ? new Command(tree.path("command")
                        .valueStream()
                        .map(JsonNode::stringValue)
                        .toList())
                : null;
    }

    private static Http http(JsonNode tree) {
        String path = tree.has("path") ? tree.path("path").stringValue() : Http.DEFAULT_PATH;
        return new Http(port(tree.path("port")), path);
    }

    private static Port port(JsonNode tree) {
        return tree.isString() ? new Port.Named(tree.stringValue()) : new Port.Fixed(tree.intValue());
    }

    private static UpdatePolicy update(JsonNode tree, boolean pets) {
        var byDefault = pets ? UpdatePolicy.DEFAULT_OF_PETS : UpdatePolicy.DEFAULT;
        JsonNode canary = tree.path("canary");
        return new UpdatePolicy(
                strategy(tree.path("strategy").asString(byDefault.strategy().text())),
                amount(tree, "maxSurge", byDefault.maxSurge()),
                amount(tree, "maxUnavailable", byDefault.maxUnavailable()),
                duration(tree, "minReady", byDefault.minReady()),
                tree.has("progressDeadline")
                        ? Durations.parse(tree.path("progressDeadline").stringValue())
                        : null,
                new UpdatePolicy.Canary(
                        amount(canary, "size", byDefault.canary().size()),
                        duration(canary, "bake", byDefault.canary().bake()),
                        canary.path("promote").asString("").equals("manual")),
                tree.path("onFailure").asString("").equals("rollback")
                        ? UpdatePolicy.OnFailure.ROLLBACK
                        : UpdatePolicy.OnFailure.PAUSE);
    }

    private static UpdatePolicy.Strategy strategy(String text) {
        return Arrays.stream(UpdatePolicy.Strategy.values())
                .filter(it -> it.text().equals(text))
                .findFirst()
                .orElseThrow();
    }

    private static RepairPolicy repair(JsonNode tree) {
        var byDefault = RepairPolicy.DEFAULT;
        @Nullable JsonNode unhealthy = tree.get("unhealthy");
        return new RepairPolicy(
                unhealthy == null
                        ? byDefault.unhealthy()
                        : RepairPolicy.Unhealthy.valueOf(unhealthy.stringValue().toUpperCase(Locale.ROOT)),
                amount(tree, "maxInFlight", byDefault.maxInFlight()),
                breaker(tree.path("breaker")),
                integer(tree, "retries", byDefault.retries()),
                duration(tree, "retryEvery", byDefault.retryEvery()));
    }

    private static RepairPolicy.Breaker breaker(JsonNode tree) {
        var byDefault = RepairPolicy.Breaker.DEFAULT;
        return new RepairPolicy.Breaker(
                amount(tree, "atMost", byDefault.atMost()),
                integer(tree, "always", byDefault.always()),
                duration(tree, "window", byDefault.window()));
    }

    private static Amount amount(JsonNode tree, String field, Amount whenAbsent) {
        @Nullable JsonNode amount = tree.get(field);
        if (amount == null) {
            return whenAbsent;
        }
        return amount.isString() ? Amount.parse(amount.stringValue()) : Amount.count(amount.intValue());
    }

    private static int integer(JsonNode tree, String field, int whenAbsent) {
        return tree.has(field) ? tree.path(field).intValue() : whenAbsent;
    }

    private static Duration duration(JsonNode tree, String field, Duration whenAbsent) {
        return tree.has(field) ? Durations.parse(tree.path(field).stringValue()) : whenAbsent;
    }
}
