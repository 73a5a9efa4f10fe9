package dev.drover.body;

import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** What a value is, in the words that users read. */
public enum JsonKind {
    OBJECT("an object"),
    ARRAY("a list"),
    STRING("a string"),
    INTEGER("a whole number"),
    NUMBER("a number"),
    BOOLEAN("true or false"),
    NULL("null");

    private final String words;

    JsonKind(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }

    /** The kind that a schema's {@code type} names. */
    public static JsonKind ofSchema(String type) {
        return valueOf(type.toUpperCase(Locale.ROOT));
    }

    public static JsonKind of(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT, POJO -> OBJECT;
            case ARRAY -> ARRAY;
            case STRING, BINARY -> STRING;
            case BOOLEAN -> BOOLEAN;
            case NULL, MISSING -> NULL;
            case NUMBER -> node.isIntegralNumber() ? INTEGER : NUMBER;
        };
    }
}
