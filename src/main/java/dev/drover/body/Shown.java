package dev.drover.body;

import tools.jackson.databind.JsonNode;

/** What users wrote, short enough to be shown to them in a sentence. */
public final class Shown {
    private static final int MAX = 60;

    private Shown() {}

    public static String text(String text) {
        return "'" + shortened(text) + "'";
    }

    public static String value(JsonNode value) {
        if (value.isString()) {
            return text(value.stringValue());
        }
        return value.isContainer() ? JsonKind.of(value).words() : shortened(value.toString());
    }

    private static String shortened(String text) {
        var shown = new StringBuilder();
        text.codePoints().limit(MAX).forEach(c -> shown.appendCodePoint(Character.isISOControl(c) ? '\uFFFD' : c));
        return shown.append(text.codePointCount(0, text.length()) > MAX ? "…" : "")
                .toString();
    }
}
