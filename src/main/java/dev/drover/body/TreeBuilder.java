package dev.drover.body;

import dev.drover.body.MalformedBody.Place;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Builds one tree from what a parser reports, under the rules that hold for every format. */
final class TreeBuilder {
    static final int MAX_DEPTH = 100;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Deque<Level> open = new ArrayDeque<>();
    private @Nullable JsonNode root;

    void startObject(Place at) {
        open(NODES.objectNode(), at);
    }

    void startArray(Place at) {
        open(NODES.arrayNode(), at);
    }

    void end() {
        open.pop();
    }

    /** Whether the next scalar is a key: only a format without a mark of its own for keys needs to ask. */
    boolean expectsKey() {
        var level = open.peek();
        return level != null && level.container instanceof ObjectNode && level.key == null;
    }

    void key(String key, Place at) {
        var level = open.element();
        if (level.container.has(text(key, at))) {
            throw MalformedBody.at(at, "the key " + Shown.text(key) + " is given twice: remove one of the two");
        }
        level.key = key;
    }

    void string(String value, Place at) {
        value(NODES.stringNode(text(value, at)));
    }

    void number(String digits, Place at) {
        try {
            value(Numbers.read(digits));
        } catch (IllegalArgumentException e) {
            throw MalformedBody.at(at, String.valueOf(e.getMessage()));
        }
    }

    void bool(boolean value) {
        value(NODES.booleanNode(value));
    }

    void nothing() {
        value(NODES.nullNode());
    }

    /** The tree, once it has been reported whole; null before. */
    @Nullable
    JsonNode built() {
        return open.isEmpty() ? root : null;
    }

    private void open(JsonNode container, Place at) {
        if (open.size() == MAX_DEPTH) {
            throw MalformedBody.at(at, "the body is nested deeper than " + MAX_DEPTH + " levels: make it flatter");
        }
        value(container);
        open.push(new Level(container));
    }

    private void value(JsonNode value) {
        var level = open.peek();
        if (level == null) {
            root = value;
        } else if (level.container instanceof ArrayNode array) {
            array.add(value);
        } else if (level.container instanceof ObjectNode object && level.key != null) {
            object.set(level.key, value);
            level.key = null;
        }
    }

    /** Neither UTF-8 nor the database can hold these two. */
    private static String text(String text, Place at) {
        if (text.indexOf('\0') >= 0) {
            throw MalformedBody.at(at, "a string must not hold the character U+0000: remove it");
        }
        if (text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw MalformedBody.at(at, "a string holds half of a surrogate pair: write the whole character");
        }
        return text;
    }

    private static final class Level {
        private final JsonNode container;
        private @Nullable String key;

        private Level(JsonNode container) {
            this.container = container;
        }
    }
}
