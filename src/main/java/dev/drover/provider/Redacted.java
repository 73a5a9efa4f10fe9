package dev.drover.provider;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Shows what was prepared without its secrets: references to them, values of keys that look secret, and assignments to such. */
final class Redacted {
    static final String MARK = "(redacted)";

    private static final String SECRET_WORDS =
            "(?:pass(?:word|wd|phrase)|secret|token|credential|api[_-]?key|private[_-]?key|access[_-]?key|auth)";
    private static final Pattern SECRET_KEY = Pattern.compile(SECRET_WORDS, Pattern.CASE_INSENSITIVE);
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{secret:[^}]*}?");
    private static final Pattern ASSIGNMENT = Pattern.compile(
            "([\\w.-]*" + SECRET_WORDS + "[\\w.-]*['\"]?\\s*[=:]\\s*)('[^']*'|\"[^\"]*\"|[^\\s'\"]+)",
            Pattern.CASE_INSENSITIVE);

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
            tree.forEach(value -> shown.add(of(value)));
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
        return SECRET_KEY.matcher(key).find();
    }

    private static JsonNode hidden(JsonNode value) {
        return value.isNull() || value.isBoolean() ? value : JsonNodeFactory.instance.stringNode(MARK);
    }

    private static String text(String text) {
        return ASSIGNMENT.matcher(REFERENCE.matcher(text).replaceAll(MARK)).replaceAll("$1" + MARK);
    }
}
