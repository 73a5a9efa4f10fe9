package dev.drover.application.hostile;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Values of query parameters that nobody should send, percent-encoded. */
final class Parameters {
    private static final List<String> NUMBERS =
            List.of("-1", "0", "many", "1.5", "1e3", "0x10", "99999999999999999999", "NaN", "%20", "1%00", "%D9%A1");
    private static final List<String> BOOLEANS = List.of("yep", "2", "TRUEE", "null", "%00");
    private static final List<String> CURSORS =
            List.of("nonsense", "-1", "0", "%00", "..", "%ff", "1.1.1", "9".repeat(40), "a".repeat(3000), "%27%3B--");
    private static final List<String> INSTANTS = List.of(
            "yesterday",
            "2026-02-30T00:00:00Z",
            "2026-01-01",
            "2026-01-01T00:00:00",
            "0",
            "+1000000000-01-01T00:00:00Z",
            "-999999999-01-01T00:00:00Z",
            "2026-01-01T25:00:00Z",
            "%00");
    private static final List<String> DURATIONS =
            List.of("61s", "-1s", "1", "soon", "PT", "P1Y", "1h", "99999999999999999999s", "1e9s", "%00");

    private Parameters() {}

    static List<String> bad(String name, JsonNode schema) {
        String type = schema.path("type").asString("");
        List<String> bad = new ArrayList<>(
                switch (name) {
                    case "limit", "generation" -> NUMBERS;
                    case "after" -> CURSORS;
                    case "since", "until", "at" -> INSTANTS;
                    case "timeout" -> DURATIONS;
                    case "label" -> List.of("", "nokey", "=v", "%00=1", "a=%00", "%ff=1");
                    default -> type.equals("boolean") ? BOOLEANS : type.equals("integer") ? NUMBERS : List.of("%00");
                });
        if (!type.equals("array")) {
            bad.add("1&" + name + "=2");
        }
        bad.add("%zz");
        bad.add("%ff");
        return bad;
    }
}
