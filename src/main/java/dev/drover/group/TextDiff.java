package dev.drover.group;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;
import com.github.difflib.patch.ChangeDelta;
import com.github.difflib.patch.Chunk;
import com.github.difflib.patch.Patch;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** A unified diff of objects as YAML, with the keys of their fields sorted. */
final class TextDiff {
    private static final int CONTEXT = 3;
    /** The lines that name the two. */
    private static final int HEADER = 2;

    /** Comparing costs lines times differences: beyond this the whole is shown as replaced. */
    private static final int MOST_LINES = 5_000;

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
            .disable(YAMLWriteFeature.SPLIT_LINES)
            .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
            .enable(YAMLWriteFeature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .enable(YAMLWriteFeature.LITERAL_BLOCK_STYLE)
            .build();

    private TextDiff() {}

    /** Empty if nothing differs; otherwise lines that each end with a line break. */
    static String unified(String nameBefore, JsonNode before, String nameAfter, JsonNode after) {
        List<String> old = lines(before);
        List<String> young = lines(after);
        List<String> diff =
                UnifiedDiffUtils.generateUnifiedDiff(nameBefore, nameAfter, old, patch(old, young), CONTEXT);
        return diff.isEmpty() ? "" : String.join("\n", removalsFirst(diff)) + "\n";
    }

    /** Between two lines that stay, what goes comes before what comes, as everybody is used to. */
    private static List<String> removalsFirst(List<String> diff) {
        List<String> ordered = new ArrayList<>(diff.subList(0, HEADER));
        List<String> added = new ArrayList<>();
        for (String line : diff.subList(HEADER, diff.size())) {
            if (line.startsWith("+")) {
                added.add(line);
            } else {
                if (!line.startsWith("-")) {
                    ordered.addAll(added);
                    added.clear();
                }
                ordered.add(line);
            }
        }
        ordered.addAll(added);
        return ordered;
    }

    private static Patch<String> patch(List<String> before, List<String> after) {
        if (Math.max(before.size(), after.size()) <= MOST_LINES) {
            return DiffUtils.diff(before, after, new MyersDiffWithLinearSpace<>());
        }
        Patch<String> all = new Patch<>();
        if (!before.equals(after)) {
            all.addDelta(new ChangeDelta<>(new Chunk<>(0, before), new Chunk<>(0, after)));
        }
        return all;
    }

    private static List<String> lines(JsonNode tree) {
        var sorted = JsonNodeFactory.instance.objectNode();
        tree.forEachEntry((name, field) -> sorted.set(name, sorted(field)));
        return YAML.writeValueAsString(sorted).lines().toList();
    }

    /** The database does not keep the order of keys. */
    private static JsonNode sorted(JsonNode tree) {
        if (tree.isObject()) {
            var object = JsonNodeFactory.instance.objectNode();
            var fields = new TreeMap<String, JsonNode>();
            tree.forEachEntry(fields::put);
            fields.forEach((name, field) -> object.set(name, sorted(field)));
            return object;
        }
        if (tree.isArray()) {
            var array = JsonNodeFactory.instance.arrayNode();
            tree.forEach(item -> array.add(sorted(item)));
            return array;
        }
        return tree;
    }
}
