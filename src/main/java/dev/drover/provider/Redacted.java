package dev.drover.provider;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Shows what was prepared without its secrets. A text that speaks of one, or refers to one, is hidden as a whole: where in a command
 * line the secret begins and ends is anybody's guess.
 */
final class Redacted {
    static final String MARK = "(redacted)";

    // Plain words: what is searched may be large, and comes from outside.
    private static final Pattern SECRET = Pattern.compile(
            "\\$\\{secret:|pass(?:word|wd|phrase)|secret|token|credential|(?:api|private|access)[_-]?key|authorization|\\bauth\\b"
                    + "|://[^/@\\s]{1,200}@",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern OPTION = Pattern.compile("--?[a-zA-Z][a-zA-Z-]*");

    private Redacted() {}

    static JsonNode of(JsonNode tree) {
        if (tree.isString()) {
            return JsonNodeFactory.instance.stringNode(text(tree.stringValue()));
        }
        if (tree.isObject()) {
            var shown = JsonNodeFactory.instance.objectNode();
            tree.forEachEntry((key, value) -> shown.set(key, isSecret(key) ? hidden(value) : of(value)));
            return shown;
        }
        if (tree.isArray()) {
            var shown = JsonNodeFactory.instance.arrayNode(tree.size());
            for (int i = 0; i < tree.size(); i++) {
                boolean value = i > 0 && isOption(tree.path(i - 1));
                shown.add(value ? hidden(tree.path(i)) : of(tree.path(i)));
            }
            return shown;
        }
        return tree;
    }

    static Map<String, String> of(Map<String, String> labels) {
        Map<String, String> shown = new TreeMap<>();
        labels.forEach((key, value) -> shown.put(key, isSecret(key) ? MARK : text(value)));
        return shown;
    }

    static List<String> of(List<String> lines) {
        return lines.stream().map(Redacted::text).toList();
    }

    private static boolean isSecret(String key) {
        return SECRET.matcher(key).find();
    }

    private static JsonNode hidden(JsonNode value) {
        return value.isNull() || value.isBoolean() ? value : JsonNodeFactory.instance.stringNode(MARK);
    }

    /** Like {@code --token}, whose value is the next one of a list. */
    private static boolean isOption(JsonNode value) {
        return value.isString() && value.stringValue().startsWith("-") && isSecret(value.stringValue());
    }

    private static String text(String text) {
        return isSecret(text) && !OPTION.matcher(text).matches() ? MARK : text;
    }
}
