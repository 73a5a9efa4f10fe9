package dev.drover.group;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/** The places at which two trees differ; items of arrays are compared by their index. */
final class TreeDiff {
    private final List<RevisionDiff.ChangedPlace> changes = new ArrayList<>();

    private TreeDiff() {}

    static List<RevisionDiff.ChangedPlace> between(JsonNode before, JsonNode after) {
        TreeDiff diff = new TreeDiff();
        diff.compare(JsonPointer.empty(), before, after);
        diff.changes.sort(Comparator.comparing(RevisionDiff.ChangedPlace::pointer));
        return List.copyOf(diff.changes);
    }

    private void compare(JsonPointer place, @Nullable JsonNode before, @Nullable JsonNode after) {
        if (before != null && after != null && before.isObject() && after.isObject()) {
            names(before, after).forEach(it -> compare(place.appendProperty(it), before.get(it), after.get(it)));
        } else if (before != null && after != null && before.isArray() && after.isArray()) {
            for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
                compare(place.appendIndex(i), before.get(i), after.get(i));
            }
        } else if (!same(before, after)) {
            changes.add(new RevisionDiff.ChangedPlace(place.toString(), before, after));
        }
    }

    private static Set<String> names(JsonNode before, JsonNode after) {
        Set<String> names = new TreeSet<>(before.propertyNames());
        names.addAll(after.propertyNames());
        return names;
    }

    /** 1 and 1.0 are one number, as they are in the digest. */
    private static boolean same(@Nullable JsonNode before, @Nullable JsonNode after) {
        if (before != null && after != null && before.isNumber() && after.isNumber()) {
            return before.decimalValue().compareTo(after.decimalValue()) == 0;
        }
        return Optional.ofNullable(before).equals(Optional.ofNullable(after));
    }
}
