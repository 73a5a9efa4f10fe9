package dev.drover.spec;

import dev.drover.spec.HealthPolicy.Check;
import dev.drover.spec.HealthPolicy.Command;
import dev.drover.spec.HealthPolicy.Http;
import dev.drover.spec.HealthPolicy.Port;
import dev.drover.spec.HealthPolicy.Tcp;
import java.util.Locale;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes a spec with its defaults: what {@link SpecReader} reads as the same spec again. */
public final class SpecWriter {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private SpecWriter() {}

    public static ObjectNode write(GroupSpec spec) {
        var tree = NODES.objectNode().put("name", spec.name().value());
        var labels = tree.putObject("labels");
        new TreeMap<>(spec.labels()).forEach(labels::put);
        tree.set("allocation", allocation(spec.allocation()));
        tree.set("instance", part(spec.instance()));
        tree.set("flavor", part(spec.flavor()));
        if (spec.health() != null) {
            tree.set("health", health(spec.health()));
        }
        tree.set("update", update(spec));
        tree.set("repair", repair(spec.repair()));
        tree.putObject("scaleIn").put("prefer", spec.scaleIn().name().toLowerCase(Locale.ROOT));
        tree.putObject("drain")
                .put("timeout", Durations.format(spec.drain().timeout()))
                .put("onTimeout", spec.drain().onTimeout().name().toLowerCase(Locale.ROOT));
        tree.putObject("protection").put("delete", spec.protection().delete());
        return tree;
    }

    private static JsonNode allocation(GroupSpec.Allocation allocation) {
        var tree = NODES.objectNode();
        if (allocation.logicalIds() != null) {
            var ids = tree.putArray("logicalIds");
            allocation.logicalIds().forEach(ids::add);
        } else if (allocation.size() != null) {
            tree.put("size", allocation.size());
        }
        return tree.put("min", allocation.min()).put("max", allocation.max());
    }

    private static JsonNode part(GroupSpec.Part part) {
        var tree = NODES.objectNode().put("provider", part.provider());
        return tree.set("properties", part.properties().deepCopy());
    }

    private static JsonNode health(HealthPolicy health) {
        var tree = NODES.objectNode();
        if (health.check() != null) {
            check(health.check(), tree);
        }
        return tree.put("startup", Durations.format(health.startup()))
                .put("interval", Durations.format(health.interval()))
                .put("timeout", Durations.format(health.timeout()))
                .put("healthyAfter", health.healthyAfter())
                .put("unhealthyAfter", health.unhealthyAfter());
    }

    private static void check(Check check, ObjectNode tree) {
        switch (check) {
            case Http http -> tree.putObject("http").put("path", http.path()).set("port", port(http.port()));
            case Tcp tcp -> tree.putObject("tcp").set("port", port(tcp.port()));
            case Command command -> command.words().forEach(tree.putArray("command")::add);
        }
    }

    private static JsonNode port(Port port) {
        return switch (port) {
            case Port.Fixed fixed -> NODES.numberNode(fixed.value());
            case Port.Named named -> NODES.stringNode(named.name());
        };
    }

    private static JsonNode update(GroupSpec spec) {
        UpdatePolicy update = spec.update();
        var tree = NODES.objectNode().put("strategy", update.strategy().text());
        tree.set("maxSurge", amount(update.maxSurge()));
        tree.set("maxUnavailable", amount(update.maxUnavailable()));
        tree.put("minReady", Durations.format(update.minReady()))
                .put("progressDeadline", Durations.format(update.progressWithin(spec.startup())));
        tree.putObject("canary")
                .put("bake", Durations.format(update.canary().bake()))
                .put("promote", update.canary().manual() ? "manual" : "automatic")
                .set("size", amount(update.canary().size()));
        return tree.put("onFailure", update.onFailure().name().toLowerCase(Locale.ROOT));
    }

    private static JsonNode repair(RepairPolicy repair) {
        var tree = NODES.objectNode().put("unhealthy", repair.unhealthy().name().toLowerCase(Locale.ROOT));
        tree.set("maxInFlight", amount(repair.maxInFlight()));
        tree.putObject("breaker")
                .put("always", repair.breaker().always())
                .put("window", Durations.format(repair.breaker().window()))
                .set("atMost", amount(repair.breaker().atMost()));
        return tree.put("retries", repair.retries()).put("retryEvery", Durations.format(repair.retryEvery()));
    }

    private static JsonNode amount(Amount amount) {
        return amount.percent() ? NODES.stringNode(amount.toString()) : NODES.numberNode(amount.value());
    }
}
