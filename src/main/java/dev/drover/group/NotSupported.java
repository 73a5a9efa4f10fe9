package dev.drover.group;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/** What a spec may say, but this version would not do. It is refused rather than ignored. */
final class NotSupported {
    private static final String SECRET = "${secret:";

    private NotSupported() {}

    /** JSON Pointers to all of it, sorted. */
    static List<String> in(Declaration spec) {
        List<String> secrets = new ArrayList<>();
        secrets(spec.tree(), JsonPointer.empty(), secrets);
        return secrets.stream().sorted().toList();
    }

    private static void secrets(JsonNode tree, JsonPointer pointer, List<String> found) {
        if (tree.isString() && tree.stringValue().contains(SECRET)) {
            found.add(pointer.toString());
        }
        tree.forEachEntry((key, value) -> secrets(value, pointer.appendProperty(key), found));
        for (int i = 0; tree.isArray() && i < tree.size(); i++) {
            secrets(tree.path(i), pointer.appendIndex(i), found);
        }
    }
}
