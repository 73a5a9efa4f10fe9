package dev.drover.plan;

import dev.drover.spec.MemberId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What people call members, which is by the order of their making, and instants, which is by the time since the beginning. */
final class Names {
    private static final Pattern INSTANT = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");

    private Instant start;
    private final Map<MemberId, String> names = new LinkedHashMap<>();

    Names(Instant start) {
        this.start = start;
    }

    /** From now on time is counted from here. */
    void begin(Instant instant) {
        start = instant;
    }

    void learn(Collection<MemberRow> rows) {
        rows.stream().filter(it -> !names.containsKey(it.id)).forEach(it -> names.put(it.id, name(it)));
    }

    /** A pet has the name of its place; who comes into it later is told apart by a number. */
    private String name(MemberRow row) {
        if (row.logicalId == null) {
            return "m" + (names.size() + 1);
        }
        String id = row.logicalId.value();
        long before = names.values().stream()
                .filter(it -> it.equals(id) || it.startsWith(id + " ("))
                .count();
        return before == 0 ? id : id + " (" + (before + 1) + ")";
    }

    Map<MemberId, String> all() {
        return names;
    }

    String of(MemberId id) {
        return names.getOrDefault(id, "?");
    }

    String of(Collection<MemberId> ids) {
        return names.keySet().stream().filter(ids::contains).map(this::of).collect(Collectors.joining(", "));
    }

    String at(Instant instant) {
        long seconds = Duration.between(start, instant).toSeconds();
        return "+%d:%02d".formatted(seconds / 60, seconds % 60);
    }

    /** A sentence that was written for others. */
    String told(String sentence) {
        String told = INSTANT.matcher(sentence).replaceAll(it -> at(Instant.parse(it.group())));
        for (Map.Entry<MemberId, String> name : names.entrySet()) {
            told = told.replace(name.getKey().toString(), name.getValue());
        }
        return told;
    }
}
