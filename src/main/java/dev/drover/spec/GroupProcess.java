package dev.drover.spec;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What passes do for a group, each of which can be paused by itself. Settling what was begun cannot. */
public enum GroupProcess {
    /** Makes members that are missing. */
    FILL,
    /** Takes away members that are too many. */
    SHRINK,
    /** Takes away members that serve nobody, so that others take their place. */
    REPAIR,
    /** Moves members to another revision. */
    ROLL;

    /** The name that users see: {@code fill}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The process of this name; empty if there is none. */
    public static Optional<GroupProcess> of(String text) {
        return Arrays.stream(values()).filter(it -> it.text().equals(text)).findFirst();
    }

    /** The subject and verb of a sentence, in a fixed order: {@code fill and repair are}. Empty if there are none. */
    public static String are(Collection<GroupProcess> processes) {
        List<String> names = processes.stream()
                .distinct()
                .sorted(Comparator.naturalOrder())
                .map(GroupProcess::text)
                .toList();
        return switch (names.size()) {
            case 0 -> "";
            case 1 -> names.getFirst() + " is";
            default -> String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast() + " are";
        };
    }
}
