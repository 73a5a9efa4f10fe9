package dev.drover.group;

import dev.drover.body.BodyFormat;
import dev.drover.body.SpecBodies;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Breaks one thing somewhere in a tree. */
final class Mutation {
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1.5",
            "2147483648",
            "1e300",
            "9007199254740992",
            "\"\"",
            "\" \"",
            "\"0s\"",
            "\"-1s\"",
            "\"99999999999999999999d\"",
            "\"100%\"",
            "\"{{x\"",
            "\"{{member.logicalId}}\"",
            "\"{{#a}}\"",
            "\"web\\n\"",
            "\"${secret:x}\"",
            "\"process\"",
            "\"http\"",
            "\"\\u0001\"",
            "[]",
            "[[]]",
            "[null]",
            "[\"a\", \"a\"]",
            "{}",
            "{\"port\": 80}",
            "{\"a/b~\": {}}",
            "{\"\": null}");
    private static final List<String> KEYS = List.of(
            "",
            "x",
            "size",
            "logicalIds",
            "http",
            "tcp",
            "command",
            "provider",
            "properties",
            "ports",
            "drover.x",
            "a/b~c",
            "health",
            "update",
            "maxSurge",
            "progressDeadline",
            "name",
            "tags",
            "startup",
            "port");

    private Mutation() {}

    static void of(JsonNode tree, Random random) {
        List<JsonNode> containers = new ArrayList<>();
        collect(tree, containers);
        var value = SpecBodies.read(
                        ("{\"v\": " + pick(VALUES, random) + "}").getBytes(StandardCharsets.UTF_8), BodyFormat.JSON)
                .path("v");
        switch (containers.get(random.nextInt(containers.size()))) {
            case ObjectNode object -> change(object, value, random);
            case ArrayNode array -> array.insert(random.nextInt(array.size() + 1), value);
            default -> throw new IllegalStateException("no container");
        }
    }

    private static void change(ObjectNode object, JsonNode value, Random random) {
        var present = List.copyOf(object.propertyNames());
        String key = present.isEmpty() || random.nextInt(3) == 0 ? pick(KEYS, random) : pick(present, random);
        if (random.nextInt(4) == 0) {
            object.remove(key);
        } else {
            object.set(key, value);
        }
    }

    private static void collect(JsonNode tree, List<JsonNode> containers) {
        if (tree.isContainer()) {
            containers.add(tree);
        }
        tree.forEach(child -> collect(child, containers));
    }

    private static String pick(List<String> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }
}
